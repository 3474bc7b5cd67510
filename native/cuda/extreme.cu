// Largest and smallest elements along a dimension, with their positions.
#include "ops.h"
#include "reduce.h"

namespace {

template <class E> struct Found {
  E value;
  int64_t at;  // -1 before the first element
};

template <class E> __device__ inline Found<E> shuffled(const Found<E> &s, int distance) {
  return {E(__shfl_xor_sync(0xffffffffu, s.value, distance)), int64_t(__shfl_xor_sync(0xffffffffu, s.at, distance))};
}

/// The better of two elements: NaN before everything, of equal ones the first.
template <class E, bool smallest> struct Extreme {
  typedef E T;
  typedef Found<E> S;
  static __device__ S start() { return {E(0), -1}; }
  static __device__ S map(E x, int64_t i, double, double) { return {x, i}; }
  static __device__ S join(const S &s, const S &t) {
    if (s.at < 0 || t.at < 0) return s.at < 0 ? t : s;
    const bool sNan = s.value != s.value, tNan = t.value != t.value;
    const bool before = s.at < t.at;
    if (sNan || tNan) return sNan && (!tNan || before) ? s : t;
    if (s.value == t.value) return before ? s : t;
    return (smallest ? s.value < t.value : s.value > t.value) ? s : t;
  }
  static __device__ void store(const gpu::Target &target, const int64_t at[3], const S &s, double, double) {
    static_cast<E *>(target.r)[at[1]] = s.value;
    target.index[at[2]] = s.at;
  }
};

typedef void (*ExtremeLaunch)(gpu::Reduction job, const void *x, gpu::Target target);

template <class E> ExtremeLaunch launchOf(bool smallest) {
  return smallest ? &gpu::reduce<Extreme<E, true>> : &gpu::reduce<Extreme<E, false>>;
}

ExtremeLaunch findLaunch(int dtype, bool smallest) {
  switch (dtype) {
    case TM_UINT8:
    case TM_BOOL: return launchOf<uint8_t>(smallest);
    case TM_INT8: return launchOf<int8_t>(smallest);
    case TM_INT16: return launchOf<int16_t>(smallest);
    case TM_INT32: return launchOf<int32_t>(smallest);
    case TM_INT64: return launchOf<int64_t>(smallest);
    case TM_FLOAT32: return launchOf<float>(smallest);
    case TM_FLOAT64: return launchOf<double>(smallest);
  }
  return nullptr;
}

}  // namespace

extern "C" {

int32_t tm_reduce_index(int32_t op, tm_data *r, tm_data *index, const tm_data *x, tm_frame *frame, int32_t dim) {
  const char *name = op == REDUCE_max ? "max" : "min";
  if (op != REDUCE_max && op != REDUCE_min)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run reduction %d with indices: only max and min have them", op);
  tm_tensor t[3];  // x, r, index
  TM_TRY(tm_read(&t[1], name, "r", frame, 0, r));
  TM_TRY(tm_read(&t[2], name, "index", frame, 1, index));
  TM_TRY(tm_read(&t[0], name, "x", frame, 2, x));
  const int dtype = t[0].dtype;
  const ExtremeLaunch launch = findLaunch(dtype, op == REDUCE_min);
  if (!launch) return tm_fail_dtype(name, dtype);
  TM_TRY(gpu::checkReduced(name, "r", t[1], t[0], dim));
  TM_TRY(gpu::checkReduced(name, "index", t[2], t[0], dim));
  if (t[1].dtype != dtype)
    return tm_fail(TM_BAD_DTYPE, "Cannot run %s: r must be %s like x but is %s", name, tm_dtype_name(dtype), tm_dtype_name(t[1].dtype));
  if (t[2].dtype != TM_INT64) return tm_fail(TM_BAD_DTYPE, "Cannot run %s: index must be int64 but is %s", name, tm_dtype_name(t[2].dtype));
  if (t[1].n == 0) return TM_OK;
  if (t[0].size[dim] == 0) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: x has no elements along dimension %d", name, dim);
  const gpu::Reduction job = gpu::along(t, dim, 0);
  launch(job, t[0].data, {t[1].data, static_cast<int64_t *>(t[2].data), gpu::Target::kOwn});
  return tm_done(name);
}

}  // extern "C"
