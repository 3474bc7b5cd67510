// Distributions: rows of ops/random.def, each element from its own numbers of Philox (philox.h); permutations.
#include "convert.h"
#include "device.h"
#include "generator.h"
#include "ops.h"
#include "order.h"
#include "philox.h"

#include <cmath>

namespace {

using gpu::Nest;

enum Drawn { UNIFORM, NORMAL, BITS };

struct Parameters {
  double a, b;
  uint64_t span;
};

#define RANDOM(name, dtypes, draws, condition, value)                              \
  struct Draw_##name {                                                             \
    static constexpr Drawn kDraws = draws;                                         \
    static constexpr bool kUniform = RANDOM_##name == RANDOM_uniform;              \
    static __device__ double at(double u, const Parameters &p) {                   \
      const double a = p.a, b = p.b;                                               \
      const uint64_t span = p.span;                                                \
      (void)a, (void)b, (void)span;                                                \
      return value;                                                                \
    }                                                                              \
    static bool valid(double a, double b) {                                        \
      (void)a, (void)b;                                                            \
      return condition;                                                            \
    }                                                                              \
  };
#include "../ops/random.def"
#undef RANDOM

/// How a dtype holds a number of a distribution.
template <class T> __device__ inline T held(double v);
template <> __device__ inline uint8_t held(double v) { return tm_u8_from_f64(v); }
template <> __device__ inline int8_t held(double v) { return tm_i8_from_f64(v); }
template <> __device__ inline int16_t held(double v) { return tm_i16_from_f64(v); }
template <> __device__ inline int32_t held(double v) { return tm_i32_from_f64(v); }
template <> __device__ inline int64_t held(double v) { return tm_i64_from_f64(v); }
template <> __device__ inline float held(double v) { return float(v); }
template <> __device__ inline double held(double v) { return v; }
template <> __device__ inline bool held(double v) { return v != 0; }

/// The largest float below `high`, where rounding would reach it.
__device__ inline float below(float high) {
  if (high == 0) return -1.40129846e-45f;
  const int32_t bits = tm_bits(high);
  return tm_from_bits(high > 0 ? bits - 1 : bits + 1);
}
template <class T> __device__ inline T stayBelow(T v, const Parameters &) { return v; }
template <> __device__ inline float stayBelow(float v, const Parameters &p) {
  return p.a < p.b && v >= float(p.b) ? below(float(p.b)) : v;
}

/// Four numbers u for the elements of a block: of pairs of words come pairs of normal numbers, by Box and Muller.
template <Drawn draws> __device__ inline void drawFour(double u[4], uint64_t block, gpu::Key key) {
  const gpu::Random4 bits = gpu::philox(block, key);
  for (int k = 0; k < 4; k++) u[k] = draws == BITS ? double(bits.v[k]) : bits.v[k] * 0x1p-32;
  if constexpr (draws == NORMAL) {
    for (int k = 0; k < 4; k += 2) {
      const double angle = 2 * M_PI * u[k], radius = ::sqrt(-2 * ::log(1 - u[k + 1]));
      u[k] = radius * ::cos(angle), u[k + 1] = radius * ::sin(angle);
    }
  }
}

/// Element i in row-major order takes word i % 4 of block i / 4.
template <class Draw, class T>
__global__ void __launch_bounds__(256) randomKernel(Nest<1> nest, T *r, Parameters p, gpu::Key key) {
  for (TM_EACH(block, (nest.n + 3) / 4)) {
    double u[4];
    drawFour<Draw::kDraws>(u, uint64_t(block), key);
    for (int k = 0; k < 4 && block * 4 + k < nest.n; k++) {
      int64_t at[1] = {(block * 4 + k) * nest.stride[0][0]};
      if (nest.dims > 1) locate(nest, block * 4 + k, at);
      const T v = held<T>(Draw::at(u[k], p));
      r[at[0]] = Draw::kUniform ? stayBelow(v, p) : v;
    }
  }
}

template <class T, class P>
__global__ void __launch_bounds__(256) bernoulliKernel(Nest<2> nest, T *r, const P *p, gpu::Key key, gpu::Complaint *c,
                                                       const char *caller, const char *text) {
  for (TM_EACH(block, (nest.n + 3) / 4)) {
    double u[4];
    drawFour<UNIFORM>(u, uint64_t(block), key);
    for (int k = 0; k < 4 && block * 4 + k < nest.n; k++) {
      int64_t at[2];
      locate(nest, block * 4 + k, at);
      const P probability = p[at[1]];
      if (probability >= 0 && probability <= 1) r[at[0]] = T(u[k] <= double(probability));
      else complain(c, caller, text, 0, block * 4 + k, 0);
    }
  }
}

typedef void (*Fill)(const Nest<1> &nest, void *r, const Parameters &p, gpu::Key key);
template <class Draw, class T> void fill(const Nest<1> &nest, void *r, const Parameters &p, gpu::Key key) {
  gpu::launchEach(randomKernel<Draw, T>, (nest.n + 3) / 4, nest, static_cast<T *>(r), p, key);
}

template <class Draw> void fillAny(int dtype, const Nest<1> &nest, void *r, const Parameters &p, gpu::Key key) {
  static const Fill fills[] = {fill<Draw, uint8_t>, fill<Draw, int8_t>, fill<Draw, int16_t>, fill<Draw, int32_t>,
                               fill<Draw, int64_t>, fill<Draw, float>,  fill<Draw, double>};
  if (dtype == TM_BOOL) fill<Draw, bool>(nest, r, p, key);
  else fills[dtype](nest, r, p, key);
}
template <class Draw> void fillFloat(int dtype, const Nest<1> &nest, void *r, const Parameters &p, gpu::Key key) {
  if (dtype == TM_FLOAT32) fill<Draw, float>(nest, r, p, key);
  else fill<Draw, double>(nest, r, p, key);
}

const struct {
  void (*fill)(int dtype, const Nest<1> &nest, void *r, const Parameters &p, gpu::Key key);
  bool (*valid)(double a, double b);
  const char *condition;
  bool floating;
} rows[] = {
#define FILL_ALL fillAny
#define FILL_FLOAT fillFloat
#define FLOATING_ALL false
#define FLOATING_FLOAT true
#define RANDOM(name, dtypes, draws, condition, value) {FILL_##dtypes<Draw_##name>, Draw_##name::valid, #condition, FLOATING_##dtypes},
#include "../ops/random.def"
#undef RANDOM
};

/// Values `random` takes: whole numbers from 0 that the dtype holds; 32 bits as a plain number.
uint64_t valuesOf(int dtype) {
  switch (dtype) {
    case TM_UINT8: return uint64_t(1) << 8;
    case TM_INT8: return uint64_t(1) << 7;
    case TM_INT16: return uint64_t(1) << 15;
    case TM_INT32: return uint64_t(1) << 31;
    case TM_BOOL: return 2;
    case TM_FLOAT32: return (uint64_t(1) << 24) + 1;
    default: return uint64_t(1) << 32;
  }
}

/// Two draws of the host's generator, whatever the size of what they make.
gpu::Key drawKey(tm_generator *g) {
  const uint32_t low = tm_generator_bits(g), high = tm_generator_bits(g);
  return {low, high, gpu::turn()};
}

/// Pairs of a random key and a number of [0, n), which their sorting shuffles: 64 bits make equal keys too rare to matter.
__global__ void __launch_bounds__(256) shuffledKernel(int64_t n, gpu::WidePair *pairs, gpu::Key key) {
  for (TM_EACH(block, (n + 1) / 2)) {
    const gpu::Random4 bits = gpu::philox(uint64_t(block), key);
    for (int k = 0; k < 2 && block * 2 + k < n; k++)
      pairs[block * 2 + k] = {uint64_t(bits.v[2 * k]) << 32 | bits.v[2 * k + 1], uint64_t(block * 2 + k)};
  }
}

template <class T> __global__ void __launch_bounds__(256) numbersKernel(int64_t n, const gpu::WidePair *pairs, T *r, int64_t stride) {
  for (TM_EACH(i, n)) r[i * stride] = T(pairs[i].at);
}
template <class T> void storeNumbers(const tm_tensor &t, const gpu::WidePair *pairs) {
  gpu::launchEach(numbersKernel<T>, t.n, t.n, pairs, static_cast<T *>(t.data), t.stride[0]);
}

const char kProbabilities[] = "the probabilities must lie in [0, 1]";

template <class T> void bernoulli(const tm_tensor t[2], gpu::Key key) {
  const Nest<2> nest = gpu::nestInOrder<2>(t);
  T *r = static_cast<T *>(t[0].data);
  if (t[1].dtype == TM_FLOAT32)
    gpu::launchEach(bernoulliKernel<T, float>, (nest.n + 3) / 4, nest, r, static_cast<const float *>(t[1].data), key,
                    gpu::complaint(), "bernoulli", kProbabilities);
  else
    gpu::launchEach(bernoulliKernel<T, double>, (nest.n + 3) / 4, nest, r, static_cast<const double *>(t[1].data), key,
                    gpu::complaint(), "bernoulli", kProbabilities);
}

}  // namespace

extern "C" {

int32_t tm_random(int32_t op, tm_data *r, tm_frame *frame, tm_bytes *generator, double a, double b) {
  const char *name = tm_op_name(TM_FAMILY_RANDOM, op);
  if (!name) return tm_fail(TM_BAD_ARGUMENT, "Cannot run distribution %d: there are %d", op, RANDOM_OPS);
  tm_generator *g;
  TM_TRY(tm_generator_open(&g, name, generator));
  if (!(a - a == 0 && b - b == 0) || !rows[op].valid(a, b))
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: it needs finite parameters with %s but a is %g and b is %g", name, rows[op].condition,
                   a, b);
  Parameters p = {a, b, 0};
  if (op == RANDOM_randomRange) {
    p.a = std::trunc(a), p.b = std::trunc(b);
    if (!(std::fabs(p.a) <= 0x1p53 && std::fabs(p.b) <= 0x1p53))
      return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the bounds must be within 2^53 but are %g and %g", name, p.a, p.b);
    p.span = uint64_t(p.b - p.a) + 1;
  }
  tm_tensor t;
  TM_TRY(tm_read(&t, name, "r", frame, 0, r));
  const bool floating = t.dtype == TM_FLOAT32 || t.dtype == TM_FLOAT64;
  if ((rows[op].floating && !floating) || t.dtype > TM_BOOL) return tm_fail_dtype(name, t.dtype);
  if (op == RANDOM_random) p.span = valuesOf(t.dtype);
  const gpu::Key key = drawKey(g);
  if (t.n == 0) return TM_OK;
  rows[op].fill(t.dtype, gpu::nestInOrder<1>(&t), t.data, p, key);
  return tm_done(name);
}

int32_t tm_bernoulli(tm_data *r, const tm_data *p, tm_frame *frame, tm_bytes *generator) {
  static const char *const names[] = {"r", "p"};
  tm_generator *g;
  TM_TRY(tm_generator_open(&g, "bernoulli", generator));
  tm_tensor t[2];
  const tm_data *const data[] = {r, p};
  TM_TRY(tm_read_pointwise(t, "bernoulli", 2, names, frame, data));
  if (t[1].dtype != TM_FLOAT32 && t[1].dtype != TM_FLOAT64)
    return tm_fail(TM_BAD_DTYPE, "Cannot run bernoulli: p must be float32 or float64 but is %s", tm_dtype_name(t[1].dtype));
  if (t[0].dtype > TM_BOOL) return tm_fail_dtype("bernoulli", t[0].dtype);
  const gpu::Key key = drawKey(g);
  if (t[0].n == 0) return TM_OK;
  switch (t[0].dtype) {
    case TM_UINT8:
    case TM_BOOL:
    case TM_INT8: bernoulli<uint8_t>(t, key); break;
    case TM_INT16: bernoulli<int16_t>(t, key); break;
    case TM_INT32: bernoulli<int32_t>(t, key); break;
    case TM_INT64: bernoulli<int64_t>(t, key); break;
    case TM_FLOAT32: bernoulli<float>(t, key); break;
    case TM_FLOAT64: bernoulli<double>(t, key); break;
  }
  return tm_done("bernoulli");
}

int32_t tm_randperm(tm_data *r, tm_frame *frame, tm_bytes *generator) {
  tm_generator *g;
  TM_TRY(tm_generator_open(&g, "randperm", generator));
  tm_tensor t;
  TM_TRY(tm_read(&t, "randperm", "r", frame, 0, r));
  if (t.dims > 1) return tm_fail(TM_BAD_ARGUMENT, "Cannot run randperm: r must have 1 dimension but has %d", t.dims);
  if (t.dtype >= TM_BOOL) return tm_fail_dtype("randperm", t.dtype);
  static const double largest[] = {0x1p8, 0x1p7, 0x1p15, 0x1p31, 0x1p53, 0x1p24, 0x1p53};
  if (double(t.n) > largest[t.dtype] || t.n > int64_t(1) << 32)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run randperm: %s cannot hold %lld different numbers", tm_dtype_name(t.dtype), (long long)t.n);
  const gpu::Key key = drawKey(g);
  if (t.n == 0) return TM_OK;
  gpu::WidePair *pairs = gpu::scratch<gpu::WidePair>(0, t.n), *more = gpu::scratch<gpu::WidePair>(1, t.n);
  if (pairs && more) {
    gpu::launchEach(shuffledKernel, (t.n + 1) / 2, t.n, pairs, key);
    pairs = gpu::sortWidePairs(t.n, 1, pairs, more);
    switch (t.dtype) {
      case TM_UINT8: storeNumbers<uint8_t>(t, pairs); break;
      case TM_INT8: storeNumbers<int8_t>(t, pairs); break;
      case TM_INT16: storeNumbers<int16_t>(t, pairs); break;
      case TM_INT32: storeNumbers<int32_t>(t, pairs); break;
      case TM_INT64: storeNumbers<int64_t>(t, pairs); break;
      case TM_FLOAT32: storeNumbers<float>(t, pairs); break;
      case TM_FLOAT64: storeNumbers<double>(t, pairs); break;
    }
  }
  return tm_done("randperm");
}

}  // extern "C"
