/* r = f(x; a, b) and its gradient: rows of ops/unary.def. */
#include "dispatch.h"
#include "ops.h"
#include "pointwise.h"
#include "rules.h"
#include <stdatomic.h>

typedef struct {
  tm_unary_loop loop;
  double a, b;
} unary_job;

static void run_unary(void *ctx, int64_t n, char *const p[], const int64_t stride[]) {
  const unary_job *j = ctx;
  j->loop(n, p[0], stride[0], p[1], stride[1], j->a, j->b);
}

static int64_t grain_of(int op) {
  static const int grain[] = {
#define ALL TM_GRAIN
#define INT TM_GRAIN
#define FLOAT TM_GRAIN
#define MATH TM_GRAIN_MATH
#define UNARY(name, dtypes, f, grad) dtypes,
#include "../ops/unary.def"
#undef UNARY
#undef ALL
#undef INT
#undef FLOAT
#undef MATH
  };
  return grain[op];
}

static int32_t find_loop(tm_unary_loop *loop, const char *name, int op, int dtype, double a) {
  *loop = tm_kernel.unary_loop(tm_simplest_unary(op, a), dtype);
  if (!*loop) return tm_fail_dtype(name, dtype);
  return tm_check_unary_divisor(name, op, dtype, a);
}

int32_t tm_unary(int32_t op, tm_data *r, const tm_data *x, tm_frame *frame, double a, double b) {
  static const char *const names[] = {"r", "x"};
  const char *name = tm_op_name(TM_FAMILY_UNARY, op);
  if (!name) return tm_fail(TM_BAD_ARGUMENT, "Cannot run unary op %d: there are %d", op, UNARY_OPS);
  tm_tensor t[2];
  TM_TRY(tm_read_pointwise(t, name, 2, names, frame, (const tm_data *[]){r, x}));
  TM_TRY(tm_check_same_dtype(name, 2, names, t));
  unary_job j = {.a = a, .b = b};
  TM_TRY(find_loop(&j.loop, name, op, t[0].dtype, a));
  if (op == UNARY_reverseDiv && tm_is_integer(t[0].dtype)) TM_TRY(tm_check_no_zero(name, "x", &t[1]));
  tm_pointwise_run(2, t, grain_of(op), run_unary, &j);
  return TM_OK;
}

/* tm_unary_n where anything is unusual: it says what is wrong, or runs the whole of it. */
static __attribute__((noinline)) int32_t run_n(int32_t op, int32_t dtype, double n, tm_data *r, double r_offset, double r_bytes,
                                               const tm_data *x, double x_offset, double x_bytes, double a, double b) {
  const char *name = tm_op_name(TM_FAMILY_UNARY, op);
  if (!name) return tm_fail(TM_BAD_ARGUMENT, "Cannot run unary op %d: there are %d", op, UNARY_OPS);
  void *p[2];
  TM_TRY(tm_read_n(&p[0], name, "r", dtype, n, r, r_offset, r_bytes));
  TM_TRY(tm_read_n(&p[1], name, "x", dtype, n, x, x_offset, x_bytes));
  unary_job j = {.a = a, .b = b};
  TM_TRY(find_loop(&j.loop, name, op, dtype, a));
  if (op == UNARY_reverseDiv && tm_is_integer(dtype)) TM_TRY(tm_check_no_zero_n(name, "x", dtype, (int64_t)n, p[1]));
  size_t width = tm_element_size(dtype);
  tm_pointwise_run_n(2, p, (size_t[]){width, width}, (int64_t)n, grain_of(op), run_unary, &j);
  return TM_OK;
}

int32_t tm_unary_n(int32_t op, int32_t dtype, double n, tm_data *r, double r_offset, double r_bytes, const tm_data *x, double x_offset,
                   double x_bytes, double a, double b) {
  static _Atomic(tm_unary_loop) loops[2][UNARY_OPS]; /* float32, float64: looked up at their first use */
  if (n >= 1 && n <= TM_GRAIN_MATH && (uint32_t)op < UNARY_OPS && (dtype == TM_FLOAT32 || dtype == TM_FLOAT64)) {
    int64_t count = (int64_t)n;
    size_t width = dtype == TM_FLOAT32 ? 4 : 8;
    void *to = tm_address_n(count, width, r, r_offset, r_bytes), *from = tm_address_n(count, width, x, x_offset, x_bytes);
    int row = tm_simplest_unary(op, a);
    tm_unary_loop loop = atomic_load_explicit(&loops[dtype - TM_FLOAT32][row], memory_order_relaxed);
    if (!loop) {
      loop = tm_kernel.unary_loop(row, dtype);
      atomic_store_explicit(&loops[dtype - TM_FLOAT32][row], loop, memory_order_relaxed);
    }
    if (to && from && loop) {
      loop(count, to, 1, from, 1, a, b);
      return TM_OK;
    }
  }
  return run_n(op, dtype, n, r, r_offset, r_bytes, x, x_offset, x_bytes, a, b);
}

typedef struct {
  tm_unary_grad_loop loop;
  double a, b;
} grad_job;

static void run_grad(void *ctx, int64_t n, char *const p[], const int64_t stride[]) {
  const grad_job *j = ctx;
  j->loop(n, p[0], stride[0], p[1], stride[1], p[2], stride[2], p[3], stride[3], j->a, j->b);
}

int32_t tm_unary_grad(int32_t op, tm_data *r, const tm_data *g, const tm_data *x, const tm_data *y, tm_frame *frame, double a,
                      double b) {
  static const char *const names[] = {"r", "g", "x", "y"};
  const char *name = tm_op_name(TM_FAMILY_UNARY, op);
  if (!name) return tm_fail(TM_BAD_ARGUMENT, "Cannot run the gradient of unary op %d: there are %d", op, UNARY_OPS);
  tm_tensor t[4];
  TM_TRY(tm_read_pointwise(t, name, 4, names, frame, (const tm_data *[]){r, g, x, y}));
  TM_TRY(tm_check_same_dtype(name, 4, names, t));
  grad_job j = {tm_kernel.unary_grad_loop(op, t[0].dtype), a, b};
  if (!j.loop) return tm_fail(TM_BAD_DTYPE, "Cannot run the gradient of %s: not defined for %s", name, tm_dtype_name(t[0].dtype));
  tm_pointwise_run(4, t, TM_GRAIN_MATH, run_grad, &j);
  return TM_OK;
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
  grad_job j = {tm_kernel.unary_grad_loop(op, dtype), a, b};
  if (!j.loop) return tm_fail(TM_BAD_DTYPE, "Cannot run the gradient of %s: not defined for %s", name, tm_dtype_name(dtype));
  int64_t count = (int64_t)n;
  if (count <= TM_GRAIN_MATH) {
    j.loop(count, p[0], 1, p[1], 1, p[2], 1, p[3], 1, a, b);
    return TM_OK;
  }
  size_t width = tm_element_size(dtype);
  tm_pointwise_run_n(4, p, (size_t[]){width, width, width, width}, count, TM_GRAIN_MATH, run_grad, &j);
  return TM_OK;
}
