// r = f(x, y) as 0 or 1: the rows of ops/compare.def.
#include "device.h"
#include "element.h"
#include "ops.h"
#include "rules.h"

namespace {

using gpu::Nest;

/// R holds bytes, or numbers like x.
template <class Any, class R>
__global__ void __launch_bounds__(256) compareKernel(Nest<3> nest, int op, R *r, const typename Any::T *x, const typename Any::T *y) {
  for (TM_EACH(i, nest.n)) {
    int64_t at[3];
    locate(nest, i, at);
    r[at[0]] = R(Any::at(op, x[at[1]], y[at[2]]));
  }
}

template <class Any, class R>
__global__ void __launch_bounds__(256) compareScalarKernel(Nest<2> nest, int op, R *r, const typename Any::T *x, typename Any::T value) {
  for (TM_EACH(i, nest.n)) {
    int64_t at[2];
    locate(nest, i, at);
    r[at[0]] = R(Any::at(op, x[at[1]], value));
  }
}

#define BODY "compare.inc"
#include "each_dtype.h"
#include "unselect.h"

bool holdsBytes(int dtype) { return dtype == TM_UINT8 || dtype == TM_BOOL; }

int32_t checkResult(const char *name, const tm_tensor &r, const tm_tensor &x) {
  if (!holdsBytes(r.dtype) && r.dtype != x.dtype)
    return tm_fail(TM_BAD_DTYPE, "Cannot run %s: r must be uint8, bool or %s like x but is %s", name, tm_dtype_name(x.dtype), tm_dtype_name(r.dtype));
  return x.dtype <= TM_BOOL ? TM_OK : tm_fail_dtype(name, x.dtype);
}

template <class Any> void run(int op, const tm_tensor t[]) {
  typedef typename Any::T T;
  const Nest<3> nest = gpu::nestOf<3>(t);
  const T *x = static_cast<const T *>(t[1].data), *y = static_cast<const T *>(t[2].data);
  if (holdsBytes(t[0].dtype)) gpu::launchEach(compareKernel<Any, uint8_t>, nest.n, nest, op, static_cast<uint8_t *>(t[0].data), x, y);
  else gpu::launchEach(compareKernel<Any, T>, nest.n, nest, op, static_cast<T *>(t[0].data), x, y);
}

template <class Any> void runScalar(int op, const tm_tensor t[], double value) {
  typedef typename Any::T T;
  const Nest<2> nest = gpu::nestOf<2>(t);
  const T *x = static_cast<const T *>(t[1].data), scalar = Any::saturated(value);
  if (holdsBytes(t[0].dtype)) gpu::launchEach(compareScalarKernel<Any, uint8_t>, nest.n, nest, op, static_cast<uint8_t *>(t[0].data), x, scalar);
  else gpu::launchEach(compareScalarKernel<Any, T>, nest.n, nest, op, static_cast<T *>(t[0].data), x, scalar);
}

#define BY_DTYPE(dtype, run, ...)                              \
  switch (dtype) {                                             \
    case TM_BOOL:                                              \
    case TM_UINT8: run<AnyCompare_u8>(__VA_ARGS__); break;     \
    case TM_INT8: run<AnyCompare_i8>(__VA_ARGS__); break;      \
    case TM_INT16: run<AnyCompare_i16>(__VA_ARGS__); break;    \
    case TM_INT32: run<AnyCompare_i32>(__VA_ARGS__); break;    \
    case TM_INT64: run<AnyCompare_i64>(__VA_ARGS__); break;    \
    case TM_FLOAT32: run<AnyCompare_f32>(__VA_ARGS__); break;  \
    case TM_FLOAT64: run<AnyCompare_f64>(__VA_ARGS__);         \
  }

}  // namespace

extern "C" {

int32_t tm_compare(int32_t op, tm_data *r, const tm_data *x, const tm_data *y, tm_frame *frame) {
  static const char *const names[] = {"r", "x", "y"};
  const char *name = tm_op_name(TM_FAMILY_COMPARE, op);
  if (!name) return tm_fail(TM_BAD_ARGUMENT, "Cannot run comparison %d: there are %d", op, COMPARE_OPS);
  tm_tensor t[3];
  const tm_data *const data[] = {r, x, y};
  TM_TRY(tm_read_pointwise(t, name, 3, names, frame, data));
  TM_TRY(tm_check_same_dtype(name, 2, names + 1, t + 1));
  TM_TRY(checkResult(name, t[0], t[1]));
  if (t[0].n == 0) return TM_OK;
  BY_DTYPE(t[1].dtype, run, op, t)
  return tm_done(name);
}

int32_t tm_compare_scalar(int32_t op, tm_data *r, const tm_data *x, tm_frame *frame, double value) {
  static const char *const names[] = {"r", "x"};
  const char *name = tm_op_name(TM_FAMILY_COMPARE, op);
  if (!name) return tm_fail(TM_BAD_ARGUMENT, "Cannot run comparison %d: there are %d", op, COMPARE_OPS);
  tm_tensor t[2];
  const tm_data *const data[] = {r, x};
  TM_TRY(tm_read_pointwise(t, name, 2, names, frame, data));
  TM_TRY(checkResult(name, t[0], t[1]));
  if (t[0].n == 0) return TM_OK;
  const int settled = tm_settle_comparison(op, t[1].dtype, &value);
  if (settled >= 0) return tm_fill(r, frame, settled);
  BY_DTYPE(t[1].dtype, runScalar, op, t, value)
  return tm_done(name);
}

}  // extern "C"
