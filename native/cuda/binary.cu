// r = f(x, y; a) and r = f(x, y, z; a): the rows of ops/binary.def and ops/ternary.def. Contiguous operands of two have a kernel for
// each row, others share one.
#include "device.h"
#include "divisors.h"
#include "element.h"
#include "ops.h"
#include "rules.h"

namespace {

using gpu::Nest;
using gpu::Pack;

template <class Op>
__global__ void __launch_bounds__(256) binaryKernel(int64_t n, int64_t packs, typename Op::T *r, const typename Op::T *x, const typename Op::T *y,
                                                    typename Op::T a, typename Op::W wa) {
  typedef Pack<typename Op::T> P;
  for (TM_EACH(i, packs)) {
    P p = reinterpret_cast<const P *>(x)[i];
    const P q = reinterpret_cast<const P *>(y)[i];
    for (int k = 0; k < P::kSize; k++) p.v[k] = Op::at(p.v[k], q.v[k], a, wa);
    reinterpret_cast<P *>(r)[i] = p;
  }
  for (TM_EACH(j, n - packs * P::kSize)) r[packs * P::kSize + j] = Op::at(x[packs * P::kSize + j], y[packs * P::kSize + j], a, wa);
}

template <class Any>
__global__ void __launch_bounds__(256) stridedBinaryKernel(Nest<3> nest, int op, typename Any::T *r, const typename Any::T *x,
                                                           const typename Any::T *y, typename Any::T a, typename Any::W wa) {
  for (TM_EACH(i, nest.n)) {
    int64_t at[3];
    locate(nest, i, at);
    r[at[0]] = Any::at(op, x[at[1]], y[at[2]], a, wa);
  }
}

template <class Any>
__global__ void __launch_bounds__(256) ternaryKernel(Nest<4> nest, int op, typename Any::T *r, const typename Any::T *x, const typename Any::T *y,
                                                     const typename Any::T *z, typename Any::W wa) {
  for (TM_EACH(i, nest.n)) {
    int64_t at[4];
    locate(nest, i, at);
    r[at[0]] = Any::at(op, x[at[1]], y[at[2]], z[at[3]], wa);
  }
}

/// Launches a row: over n contiguous elements, or over a nest where one is given.
typedef void (*BinaryLaunch)(int op, int64_t n, const Nest<3> *nest, void *r, const void *x, const void *y, double a);

template <class Op, class Any> void runBinary(int op, int64_t n, const Nest<3> *nest, void *r, const void *x, const void *y, double a) {
  typedef typename Op::T T;
  const T sa = Any::saturated(a);
  const typename Op::W wa = Any::wrapped(a);
  if (nest) {
    gpu::launchEach(stridedBinaryKernel<Any>, n, *nest, op, static_cast<T *>(r), static_cast<const T *>(x), static_cast<const T *>(y), sa, wa);
    return;
  }
  const int64_t packs = gpu::aligned(r) && gpu::aligned(x) && gpu::aligned(y) ? n / Pack<T>::kSize : 0;
  gpu::launchEach(binaryKernel<Op>, packs ? packs : n, n, packs, static_cast<T *>(r), static_cast<const T *>(x), static_cast<const T *>(y), sa, wa);
}

template <class Any> void runTernary(int op, const Nest<4> &nest, const tm_tensor t[], double a) {
  typedef typename Any::T T;
  gpu::launchEach(ternaryKernel<Any>, nest.n, nest, op, static_cast<T *>(t[0].data), static_cast<const T *>(t[1].data),
                  static_cast<const T *>(t[2].data), static_cast<const T *>(t[3].data), Any::wrapped(a));
}

#define BODY "binary.inc"
#include "each_dtype.h"

const BinaryLaunch *const binaryTables[] = TABLES(binary);

BinaryLaunch launchOf(int op, int dtype) { return binaryTables[dtype] ? binaryTables[dtype][op] : nullptr; }

}  // namespace

extern "C" {

int32_t tm_binary(int32_t op, tm_data *r, const tm_data *x, const tm_data *y, tm_frame *frame, double a) {
  static const char *const names[] = {"r", "x", "y"};
  const char *name = tm_op_name(TM_FAMILY_BINARY, op);
  if (!name) return tm_fail(TM_BAD_ARGUMENT, "Cannot run binary op %d: there are %d", op, BINARY_OPS);
  tm_tensor t[3];
  const tm_data *const data[] = {r, x, y};
  TM_TRY(tm_read_pointwise(t, name, 3, names, frame, data));
  TM_TRY(tm_check_same_dtype(name, 3, names, t));
  const BinaryLaunch launch = launchOf(op, t[0].dtype);
  if (!launch) return tm_fail_dtype(name, t[0].dtype);
  if (t[0].n == 0) return TM_OK;
  if (tm_binary_needs_nonzero(op, t[0].dtype)) {
    const Nest<1> divisors = gpu::nestOf<1>(&t[2]);
    gpu::complainOfZero(name, 'y', t[2].dtype, t[2].n, &divisors, t[2].data);
  }
  const Nest<3> nest = gpu::nestOf<3>(t);
  const bool contiguous = tm_is_contiguous(&t[0]) && tm_is_contiguous(&t[1]) && tm_is_contiguous(&t[2]);
  launch(op, t[0].n, contiguous ? nullptr : &nest, t[0].data, t[1].data, t[2].data, a);
  return tm_done(name);
}

int32_t tm_binary_n(int32_t op, int32_t dtype, double n, tm_data *r, double r_offset, double r_bytes, const tm_data *x, double x_offset,
                    double x_bytes, const tm_data *y, double y_offset, double y_bytes, double a) {
  const char *name = tm_op_name(TM_FAMILY_BINARY, op);
  if (!name) return tm_fail(TM_BAD_ARGUMENT, "Cannot run binary op %d: there are %d", op, BINARY_OPS);
  void *p[3];
  TM_TRY(tm_read_n(&p[0], name, "r", dtype, n, r, r_offset, r_bytes));
  TM_TRY(tm_read_n(&p[1], name, "x", dtype, n, x, x_offset, x_bytes));
  TM_TRY(tm_read_n(&p[2], name, "y", dtype, n, y, y_offset, y_bytes));
  const BinaryLaunch launch = launchOf(op, dtype);
  if (!launch) return tm_fail_dtype(name, dtype);
  if (tm_binary_needs_nonzero(op, dtype)) gpu::complainOfZero(name, 'y', dtype, int64_t(n), nullptr, p[2]);
  launch(op, int64_t(n), nullptr, p[0], p[1], p[2], a);
  return tm_done(name);
}

int32_t tm_ternary(int32_t op, tm_data *r, const tm_data *x, const tm_data *y, const tm_data *z, tm_frame *frame, double a) {
  static const char *const names[] = {"r", "x", "y", "z"};
  const char *name = tm_op_name(TM_FAMILY_TERNARY, op);
  if (!name) return tm_fail(TM_BAD_ARGUMENT, "Cannot run ternary op %d: there are %d", op, TERNARY_OPS);
  tm_tensor t[4];
  const tm_data *const data[] = {r, x, y, z};
  TM_TRY(tm_read_pointwise(t, name, 4, names, frame, data));
  TM_TRY(tm_check_same_dtype(name, 4, names, t));
  if (t[0].dtype > TM_FLOAT64) return tm_fail_dtype(name, t[0].dtype);
  if (t[0].n == 0) return TM_OK;
  if (tm_ternary_needs_nonzero(op, t[0].dtype)) {
    const Nest<1> divisors = gpu::nestOf<1>(&t[3]);
    gpu::complainOfZero(name, 'z', t[3].dtype, t[3].n, &divisors, t[3].data);
  }
  const Nest<4> nest = gpu::nestOf<4>(t);
  switch (t[0].dtype) {
    case TM_UINT8: runTernary<AnyTernary_u8>(op, nest, t, a); break;
    case TM_INT8: runTernary<AnyTernary_i8>(op, nest, t, a); break;
    case TM_INT16: runTernary<AnyTernary_i16>(op, nest, t, a); break;
    case TM_INT32: runTernary<AnyTernary_i32>(op, nest, t, a); break;
    case TM_INT64: runTernary<AnyTernary_i64>(op, nest, t, a); break;
    case TM_FLOAT32: runTernary<AnyTernary_f32>(op, nest, t, a); break;
    case TM_FLOAT64: runTernary<AnyTernary_f64>(op, nest, t, a);
  }
  return tm_done(name);
}

}  // extern "C"
