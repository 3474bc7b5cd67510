// r = f(x; a, b) and its gradient: the rows of ops/unary.def. Contiguous operands have a kernel for each row, others share one.
#include "device.h"
#include "divisors.h"
#include "element.h"
#include "ops.h"
#include "rules.h"

namespace {

using gpu::Nest;
using gpu::Pack;

template <class Op>
__global__ void __launch_bounds__(256) unaryKernel(int64_t n, int64_t packs, typename Op::T *r, const typename Op::T *x, typename Op::T a,
                                                   typename Op::T b, typename Op::W wa) {
  typedef Pack<typename Op::T> P;
  for (TM_EACH(i, packs)) {
    P p = reinterpret_cast<const P *>(x)[i];
    for (int k = 0; k < P::kSize; k++) p.v[k] = Op::at(p.v[k], a, b, wa);
    reinterpret_cast<P *>(r)[i] = p;
  }
  for (TM_EACH(j, n - packs * P::kSize)) r[packs * P::kSize + j] = Op::at(x[packs * P::kSize + j], a, b, wa);
}

template <class Any>
__global__ void __launch_bounds__(256) stridedUnaryKernel(Nest<2> nest, int op, typename Any::T *r, const typename Any::T *x,
                                                          typename Any::T a, typename Any::T b, typename Any::W wa) {
  for (TM_EACH(i, nest.n)) {
    int64_t at[2];
    locate(nest, i, at);
    r[at[0]] = Any::at(op, x[at[1]], a, b, wa);
  }
}

template <class Op>
__global__ void __launch_bounds__(256) unaryGradKernel(int64_t n, typename Op::T *r, const typename Op::T *g, const typename Op::T *x,
                                                       const typename Op::T *y, typename Op::T a, typename Op::T b) {
  for (TM_EACH(i, n)) r[i] = Op::at(g[i], x[i], y[i], a, b);
}

template <class Any>
__global__ void __launch_bounds__(256) stridedUnaryGradKernel(Nest<4> nest, int op, typename Any::T *r, const typename Any::T *g,
                                                              const typename Any::T *x, const typename Any::T *y, typename Any::T a,
                                                              typename Any::T b) {
  for (TM_EACH(i, nest.n)) {
    int64_t at[4];
    locate(nest, i, at);
    r[at[0]] = Any::at(op, g[at[1]], x[at[2]], y[at[3]], a, b);
  }
}

/// Launches a row: over n contiguous elements, or over a nest where one is given.
typedef void (*UnaryLaunch)(int op, int64_t n, const Nest<2> *nest, void *r, const void *x, double a, double b);
typedef void (*UnaryGradLaunch)(int op, int64_t n, const Nest<4> *nest, void *r, const void *g, const void *x, const void *y, double a, double b);

template <class Op, class Any> void runUnary(int op, int64_t n, const Nest<2> *nest, void *r, const void *x, double a, double b) {
  typedef typename Op::T T;
  const T sa = Any::saturated(a), sb = Any::saturated(b);
  const typename Op::W wa = Any::wrapped(a);
  if (nest) {
    gpu::launchEach(stridedUnaryKernel<Any>, n, *nest, op, static_cast<T *>(r), static_cast<const T *>(x), sa, sb, wa);
    return;
  }
  const int64_t packs = gpu::aligned(r) && gpu::aligned(x) ? n / Pack<T>::kSize : 0;
  gpu::launchEach(unaryKernel<Op>, packs ? packs : n, n, packs, static_cast<T *>(r), static_cast<const T *>(x), sa, sb, wa);
}

template <class Op, class Any>
void runUnaryGrad(int op, int64_t n, const Nest<4> *nest, void *r, const void *g, const void *x, const void *y, double a, double b) {
  typedef typename Op::T T;
  T *tr = static_cast<T *>(r);
  const T *tg = static_cast<const T *>(g), *tx = static_cast<const T *>(x), *ty = static_cast<const T *>(y);
  if (nest) gpu::launchEach(stridedUnaryGradKernel<Any>, n, *nest, op, tr, tg, tx, ty, T(a), T(b));
  else gpu::launchEach(unaryGradKernel<Op>, n, n, tr, tg, tx, ty, T(a), T(b));
}

#define BODY "unary.inc"
#include "each_dtype.h"

const UnaryLaunch *const unaryTables[] = TABLES(unary);

const UnaryGradLaunch *gradsOf(int dtype) {
  return dtype == TM_FLOAT32 ? unary_grad_f32 : dtype == TM_FLOAT64 ? unary_grad_f64 : nullptr;
}

UnaryLaunch launchOf(int row, int dtype) { return unaryTables[dtype] ? unaryTables[dtype][row] : nullptr; }

}  // namespace

extern "C" {

int32_t tm_unary(int32_t op, tm_data *r, const tm_data *x, tm_frame *frame, double a, double b) {
  static const char *const names[] = {"r", "x"};
  const char *name = tm_op_name(TM_FAMILY_UNARY, op);
  if (!name) return tm_fail(TM_BAD_ARGUMENT, "Cannot run unary op %d: there are %d", op, UNARY_OPS);
  tm_tensor t[2];
  const tm_data *const data[] = {r, x};
  TM_TRY(tm_read_pointwise(t, name, 2, names, frame, data));
  TM_TRY(tm_check_same_dtype(name, 2, names, t));
  const int row = tm_simplest_unary(op, a), dtype = t[0].dtype;
  const UnaryLaunch launch = launchOf(row, dtype);
  if (!launch) return tm_fail_dtype(name, dtype);
  TM_TRY(tm_check_unary_divisor(name, op, dtype, a));
  if (t[0].n == 0) return TM_OK;
  if (op == UNARY_reverseDiv) {
    const Nest<1> divisors = gpu::nestOf<1>(&t[1]);
    gpu::complainOfZero(name, 'x', dtype, t[1].n, &divisors, t[1].data);
  }
  const Nest<2> nest = gpu::nestOf<2>(t);
  const bool contiguous = tm_is_contiguous(&t[0]) && tm_is_contiguous(&t[1]);
  launch(row, t[0].n, contiguous ? nullptr : &nest, t[0].data, t[1].data, a, b);
  return tm_done(name);
}

int32_t tm_unary_n(int32_t op, int32_t dtype, double n, tm_data *r, double r_offset, double r_bytes, const tm_data *x, double x_offset,
                   double x_bytes, double a, double b) {
  const char *name = tm_op_name(TM_FAMILY_UNARY, op);
  if (!name) return tm_fail(TM_BAD_ARGUMENT, "Cannot run unary op %d: there are %d", op, UNARY_OPS);
  void *p[2];
  TM_TRY(tm_read_n(&p[0], name, "r", dtype, n, r, r_offset, r_bytes));
  TM_TRY(tm_read_n(&p[1], name, "x", dtype, n, x, x_offset, x_bytes));
  const int row = tm_simplest_unary(op, a);
  const UnaryLaunch launch = launchOf(row, dtype);
  if (!launch) return tm_fail_dtype(name, dtype);
  TM_TRY(tm_check_unary_divisor(name, op, dtype, a));
  if (op == UNARY_reverseDiv) gpu::complainOfZero(name, 'x', dtype, int64_t(n), nullptr, p[1]);
  launch(row, int64_t(n), nullptr, p[0], p[1], a, b);
  return tm_done(name);
}

int32_t tm_unary_grad(int32_t op, tm_data *r, const tm_data *g, const tm_data *x, const tm_data *y, tm_frame *frame, double a, double b) {
  static const char *const names[] = {"r", "g", "x", "y"};
  const char *name = tm_op_name(TM_FAMILY_UNARY, op);
  if (!name) return tm_fail(TM_BAD_ARGUMENT, "Cannot run the gradient of unary op %d: there are %d", op, UNARY_OPS);
  tm_tensor t[4];
  const tm_data *const data[] = {r, g, x, y};
  TM_TRY(tm_read_pointwise(t, name, 4, names, frame, data));
  TM_TRY(tm_check_same_dtype(name, 4, names, t));
  const UnaryGradLaunch *launches = gradsOf(t[0].dtype);
  if (!launches) return tm_fail(TM_BAD_DTYPE, "Cannot run the gradient of %s: not defined for %s", name, tm_dtype_name(t[0].dtype));
  if (t[0].n == 0) return TM_OK;
  bool contiguous = true;
  for (const tm_tensor &one : t) contiguous = contiguous && tm_is_contiguous(&one);
  const Nest<4> nest = gpu::nestOf<4>(t);
  launches[op](op, t[0].n, contiguous ? nullptr : &nest, t[0].data, t[1].data, t[2].data, t[3].data, a, b);
  return tm_done(name);
}

int32_t tm_unary_grad_n(int32_t op, int32_t dtype, double n, tm_data *r, double r_offset, double r_bytes, const tm_data *g,
                        double g_offset, double g_bytes, const tm_data *x, double x_offset, double x_bytes, const tm_data *y,
                        double y_offset, double y_bytes, double a, double b) {
  const char *name = tm_op_name(TM_FAMILY_UNARY, op);
  if (!name) return tm_fail(TM_BAD_ARGUMENT, "Cannot run the gradient of unary op %d: there are %d", op, UNARY_OPS);
  void *p[4];
  TM_TRY(tm_read_n(&p[0], name, "r", dtype, n, r, r_offset, r_bytes));
  TM_TRY(tm_read_n(&p[1], name, "g", dtype, n, g, g_offset, g_bytes));
  TM_TRY(tm_read_n(&p[2], name, "x", dtype, n, x, x_offset, x_bytes));
  TM_TRY(tm_read_n(&p[3], name, "y", dtype, n, y, y_offset, y_bytes));
  const UnaryGradLaunch *launches = gradsOf(dtype);
  if (!launches) return tm_fail(TM_BAD_DTYPE, "Cannot run the gradient of %s: not defined for %s", name, tm_dtype_name(dtype));
  launches[op](op, int64_t(n), nullptr, p[0], p[1], p[2], p[3], a, b);
  return tm_done(name);
}

}  // extern "C"
