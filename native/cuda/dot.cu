// Reductions of two tensors to a number: inner product, distance, equality.
#include "convert.h"
#include "reduce.h"

#include <cmath>

namespace {

using gpu::Nest;


/// Products, in float64 or wrapping int64.
template <class E, class W> struct Dot {
  typedef E T;
  typedef W S;
  static __device__ S map(E x, E y, double) { return W(x) * W(y); }
  static __device__ S join(S s, S t) { return s + t; }
};

/// Powers of differences, which are rounded to the dtype first.
template <class E> struct Differences {
  typedef E T;
  typedef double S;
  static __device__ S join(S s, S t) { return s + t; }
};
template <class E> struct Distance0 : Differences<E> {
  static __device__ double map(E x, E y, double) { return E(x - y) != 0; }
};
template <class E> struct Distance1 : Differences<E> {
  static __device__ double map(E x, E y, double) { return ::fabs(double(E(x - y))); }
};
template <class E> struct Distance2 : Differences<E> {
  static __device__ double map(E x, E y, double) { return double(E(x - y)) * double(E(x - y)); }
};
template <class E> struct DistanceP : Differences<E> {
  static __device__ double map(E x, E y, double p) { return ::pow(::fabs(double(E(x - y))), p); }
};
template <class E> struct DistanceMax : Differences<E> {
  static __device__ double map(E x, E y, double) { return ::fabs(double(E(x - y))); }
  static __device__ double join(double s, double t) { return s > t || s != s ? s : t; }
};

/// Elements of a part.
enum : int64_t { kLeast = 4096, kMostParts = 1024 };

template <class Op>
__global__ void __launch_bounds__(256) pairsKernel(Nest<2> nest, int64_t chunk, const typename Op::T *x, const typename Op::T *y, double p,
                                                   typename Op::S *part) {
  for (int64_t first = blockIdx.x * chunk, b = blockIdx.x; first < nest.n; first += gridDim.x * chunk, b += gridDim.x) {
    const int64_t end = first + chunk < nest.n ? first + chunk : nest.n;
    typename Op::S s = 0;
    for (int64_t i = first + threadIdx.x; i < end; i += blockDim.x) {
      int64_t at[2] = {i * nest.stride[0][0], i * nest.stride[1][0]};
      if (nest.dims > 1) locate(nest, i, at);
      s = Op::join(s, Op::map(x[at[0]], y[at[1]], p));
    }
    s = gpu::joinLanes<Op>(s, 256);
    if (threadIdx.x == 0) part[b] = s;
  }
}

/// One block joins the parts.
template <class Op>
__global__ void __launch_bounds__(256) pairPartsKernel(int64_t parts, const typename Op::S *part, typename Op::S *result) {
  typename Op::S s = 0;
  for (int64_t i = threadIdx.x; i < parts; i += blockDim.x) s = Op::join(s, part[i]);
  s = gpu::joinLanes<Op>(s, 256);
  if (threadIdx.x == 0) *result = s;
}

/// Leaves the joined value of all pairs in *out.
template <class Op> int32_t reducePairs(const char *name, const tm_tensor t[2], double p, typename Op::S *out) {
  typedef typename Op::S S;
  const Nest<2> nest = gpu::nestOf<2>(t);
  int64_t chunk = (nest.n + kMostParts - 1) / kMostParts;
  chunk = chunk < kLeast ? kLeast : chunk;
  const int64_t parts = (nest.n + chunk - 1) / chunk;
  S *part = gpu::scratch<S>(gpu::kPartSlot, parts), *result = gpu::scratch<S>(gpu::kResultSlot, int64_t(1));
  if (part && result) {
    gpu::launch(pairsKernel<Op>, gpu::blocksFor(parts * gpu::kThreads), gpu::kThreads, 0, nest, chunk,
                static_cast<const typename Op::T *>(t[0].data), static_cast<const typename Op::T *>(t[1].data), p, part);
    gpu::launch(pairPartsKernel<Op>, 1, gpu::kThreads, 0, parts, part, result);
  }
  TM_TRY(tm_done(name));
  const cudaError_t e = gpu::fetch(out, result, sizeof *out);
  if (e) return gpu::fail(name, e);
  return tm_settle(name);
}

template <class E, class W> int32_t dot(const tm_tensor t[2], tm_frame *frame) {
  W sum = 0;
  TM_TRY((reducePairs<Dot<E, W>>("dot", t, 0, &sum)));
  frame->result[0] = W(-1) < W(0) ? double(sum) : double(int64_t(sum));
  return TM_OK;
}

template <class E> int32_t distance(const tm_tensor t[2], double p, double *sum) {
  if (p == 0) return reducePairs<Distance0<E>>("dist", t, p, sum);
  if (p == 1) return reducePairs<Distance1<E>>("dist", t, p, sum);
  if (p == 2) return reducePairs<Distance2<E>>("dist", t, p, sum);
  if (p == INFINITY) return reducePairs<DistanceMax<E>>("dist", t, p, sum);
  return reducePairs<DistanceP<E>>("dist", t, p, sum);
}

/// What makes two elements differ: their values, so that 0 is -0 and NaN differs from itself.
template <class E> struct Plain {
  typedef E T;
  static __device__ bool differ(E x, E y) { return x != y; }
};
struct Half {
  typedef uint16_t T;
  static __device__ bool differ(uint16_t x, uint16_t y) { return tm_f32_from_f16(x) != tm_f32_from_f16(y); }
};
struct Brain {
  typedef uint16_t T;
  static __device__ bool differ(uint16_t x, uint16_t y) { return tm_f32_from_bf16(x) != tm_f32_from_bf16(y); }
};

template <class Op>
__global__ void __launch_bounds__(256) equalKernel(Nest<2> nest, const typename Op::T *x, const typename Op::T *y, int *differ) {
  bool found = false;
  for (TM_EACH(i, nest.n)) {
    int64_t at[2] = {i * nest.stride[0][0], i * nest.stride[1][0]};
    if (nest.dims > 1) locate(nest, i, at);
    found = found || Op::differ(x[at[0]], y[at[1]]);
  }
  if (__syncthreads_or(found) && threadIdx.x == 0) atomicExch(differ, 1);
}

template <class Op> void compare(const Nest<2> &nest, const tm_tensor t[2], int *differ) {
  gpu::launchEach(equalKernel<Op>, nest.n, nest, static_cast<const typename Op::T *>(t[0].data),
                  static_cast<const typename Op::T *>(t[1].data), differ);
}

int32_t readPair(tm_tensor t[], const char *name, const tm_frame *frame, const tm_data *x, const tm_data *y) {
  static const char *const names[] = {"x", "y"};
  const tm_data *const data[] = {x, y};
  TM_TRY(tm_read_pointwise(t, name, 2, names, frame, data));
  return tm_check_same_dtype(name, 2, names, t);
}

}  // namespace

extern "C" {

int32_t tm_dot(const tm_data *x, const tm_data *y, tm_frame *frame) {
  tm_tensor t[2];
  TM_TRY(readPair(t, "dot", frame, x, y));
  if (t[0].dtype > TM_FLOAT64) return tm_fail_dtype("dot", t[0].dtype);
  if (t[0].n == 0) return frame->result[0] = 0, TM_OK;
  switch (t[0].dtype) {
    case TM_UINT8: return dot<uint8_t, uint64_t>(t, frame);
    case TM_INT8: return dot<int8_t, uint64_t>(t, frame);
    case TM_INT16: return dot<int16_t, uint64_t>(t, frame);
    case TM_INT32: return dot<int32_t, uint64_t>(t, frame);
    case TM_INT64: return dot<int64_t, uint64_t>(t, frame);
    case TM_FLOAT32: return dot<float, double>(t, frame);
    default: return dot<double, double>(t, frame);
  }
}

int32_t tm_dist(const tm_data *x, const tm_data *y, tm_frame *frame, double p) {
  tm_tensor t[2];
  double sum = 0;
  TM_TRY(readPair(t, "dist", frame, x, y));
  if (t[0].dtype != TM_FLOAT32 && t[0].dtype != TM_FLOAT64) return tm_fail_dtype("dist", t[0].dtype);
  if (p != p) return tm_fail(TM_BAD_ARGUMENT, "Cannot run dist: p must be a number but is NaN");
  if (t[0].n > 0) TM_TRY(t[0].dtype == TM_FLOAT32 ? distance<float>(t, p, &sum) : distance<double>(t, p, &sum));
  frame->result[0] = p == 0 || p == 1 || p == INFINITY ? sum : p == 2 ? std::sqrt(sum) : std::pow(sum, 1 / p);
  return TM_OK;
}

int32_t tm_equal(const tm_data *x, const tm_data *y, tm_frame *frame) {
  tm_tensor t[2];
  TM_TRY(readPair(t, "equal", frame, x, y));
  if (t[0].n == 0) return frame->result[0] = 1, TM_OK;
  const Nest<2> nest = gpu::nestOf<2>(t);
  int *differ = gpu::scratch<int>(gpu::kResultSlot, 1), found = 0;
  if (differ) {
    gpu::keep(cudaMemsetAsync(differ, 0, sizeof *differ, gpu::stream()));
    switch (t[0].dtype) {
      case TM_UINT8:
      case TM_BOOL:
      case TM_INT8: compare<Plain<uint8_t>>(nest, t, differ); break;
      case TM_INT16: compare<Plain<int16_t>>(nest, t, differ); break;
      case TM_INT32: compare<Plain<int32_t>>(nest, t, differ); break;
      case TM_INT64: compare<Plain<int64_t>>(nest, t, differ); break;
      case TM_FLOAT32: compare<Plain<float>>(nest, t, differ); break;
      case TM_FLOAT64: compare<Plain<double>>(nest, t, differ); break;
      case TM_FLOAT16: compare<Half>(nest, t, differ); break;
      case TM_BFLOAT16: compare<Brain>(nest, t, differ); break;
    }
  }
  TM_TRY(tm_done("equal"));
  const cudaError_t e = gpu::fetch(&found, differ, sizeof found);
  if (e) return gpu::fail("equal", e);
  frame->result[0] = !found;
  return tm_settle("equal");
}

}  // extern "C"
