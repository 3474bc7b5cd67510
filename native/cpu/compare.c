/* r = f(x, y) as 0 or 1: rows of ops/compare.def; and tm_equal. */
#include "dispatch.h"
#include "ops.h"
#include "pointwise.h"
#include "rules.h"
#include <stdatomic.h>

static void run_compare(void *ctx, int64_t n, char *const p[], const int64_t stride[]) {
  tm_binary_loop loop = *(tm_binary_loop *)ctx;
  loop(n, p[0], stride[0], p[1], stride[1], p[2], stride[2], 0);
}

static int32_t find_loop(tm_binary_loop *loop, const char *name, int op, const tm_tensor *r, const tm_tensor *x) {
  bool bytes = r->dtype == TM_UINT8 || r->dtype == TM_BOOL;
  if (!bytes && r->dtype != x->dtype)
    return tm_fail(TM_BAD_DTYPE, "Cannot run %s: r must be uint8, bool or %s like x but is %s", name, tm_dtype_name(x->dtype),
                   tm_dtype_name(r->dtype));
  *loop = tm_kernel.compare_loop(op, x->dtype, !bytes);
  return *loop ? TM_OK : tm_fail_dtype(name, x->dtype);
}

int32_t tm_compare(int32_t op, tm_data *r, const tm_data *x, const tm_data *y, tm_frame *frame) {
  static const char *const names[] = {"r", "x", "y"};
  const char *name = tm_op_name(TM_FAMILY_COMPARE, op);
  if (!name) return tm_fail(TM_BAD_ARGUMENT, "Cannot run comparison %d: there are %d", op, COMPARE_OPS);
  tm_tensor t[3];
  tm_binary_loop loop;
  TM_TRY(tm_read_pointwise(t, name, 3, names, frame, (const tm_data *[]){r, x, y}));
  TM_TRY(tm_check_same_dtype(name, 2, names + 1, t + 1));
  TM_TRY(find_loop(&loop, name, op, &t[0], &t[1]));
  tm_pointwise_run(3, t, TM_GRAIN, run_compare, &loop);
  return TM_OK;
}

int32_t tm_compare_scalar(int32_t op, tm_data *r, const tm_data *x, tm_frame *frame, double value) {
  static const char *const names[] = {"r", "x"};
  const char *name = tm_op_name(TM_FAMILY_COMPARE, op);
  if (!name) return tm_fail(TM_BAD_ARGUMENT, "Cannot run comparison %d: there are %d", op, COMPARE_OPS);
  tm_tensor t[3];
  tm_binary_loop loop;
  TM_TRY(tm_read_pointwise(t, name, 2, names, frame, (const tm_data *[]){r, x}));
  TM_TRY(find_loop(&loop, name, op, &t[0], &t[1]));
  int settled = tm_settle_comparison(op, t[1].dtype, &value);
  if (settled >= 0) return tm_fill(r, frame, settled);
  _Alignas(8) char scalar[8];
  tm_kernel.copy_loop(t[1].dtype, TM_FLOAT64)(1, scalar, 1, &value, 1, 0, 0);
  t[2] = t[1];
  t[2].data = scalar;
  for (int d = 0; d < t[2].dims; d++) t[2].stride[d] = 0;
  tm_pointwise_run(3, t, TM_GRAIN, run_compare, &loop);
  return TM_OK;
}

/* ---- questions about all elements ---- */

enum { BLOCK = 4096 };

typedef struct {
  tm_binary_loop loop;
  tm_unary_loop widen; /* for 16-bit floats: to float32 */
  size_t width;
  atomic_bool found;
} find_job;

static bool any_byte(const uint8_t *p, int64_t n) {
  uint8_t any = 0;
  for (int64_t i = 0; i < n; i++) any |= p[i];
  return any;
}

static void find_ne(void *ctx, int64_t n, char *const p[], const int64_t stride[]) {
  find_job *j = ctx;
  uint8_t ne[BLOCK];
  float wide[2][BLOCK];
  for (int64_t i = 0; i < n && !atomic_load_explicit(&j->found, memory_order_relaxed); i += BLOCK) {
    int64_t count = n - i < BLOCK ? n - i : BLOCK, xs = stride[0], ys = stride[1];
    const char *x = p[0] + i * xs * (int64_t)j->width, *y = p[1] + i * ys * (int64_t)j->width;
    if (j->widen) {
      j->widen(count, wide[0], 1, x, xs, 0, 0);
      j->widen(count, wide[1], 1, y, ys, 0, 0);
      x = (const char *)wide[0], y = (const char *)wide[1], xs = ys = 1;
    }
    j->loop(count, ne, 1, x, xs, y, ys, 0);
    if (any_byte(ne, count)) atomic_store(&j->found, true);
  }
}

int32_t tm_equal(const tm_data *x, const tm_data *y, tm_frame *frame) {
  static const char *const names[] = {"x", "y"};
  tm_tensor t[2];
  TM_TRY(tm_read_pointwise(t, "equal", 2, names, frame, (const tm_data *[]){x, y}));
  TM_TRY(tm_check_same_dtype("equal", 2, names, t));
  int dtype = t[0].dtype;
  bool half = dtype == TM_FLOAT16 || dtype == TM_BFLOAT16;
  find_job j = {.loop = tm_kernel.compare_loop(COMPARE_ne, half ? TM_FLOAT32 : dtype, false), .width = tm_element_size(dtype)};
  if (half) j.widen = tm_kernel.copy_loop(TM_FLOAT32, dtype);
  tm_pointwise_run(2, t, TM_GRAIN, find_ne, &j);
  frame->result[0] = !j.found;
  return TM_OK;
}

typedef struct {
  tm_binary_loop loop;
  size_t width;
  atomic_bool found;
} zero_job;

static void find_zero(void *ctx, int64_t n, char *const p[], const int64_t stride[]) {
  static const int64_t zero = 0;
  zero_job *j = ctx;
  uint8_t eq[BLOCK];
  for (int64_t i = 0; i < n; i += BLOCK) {
    int64_t count = n - i < BLOCK ? n - i : BLOCK;
    j->loop(count, eq, 1, p[0] + i * stride[0] * (int64_t)j->width, stride[0], &zero, 0, 0);
    if (any_byte(eq, count)) atomic_store(&j->found, true);
  }
}

static int32_t fail_zero(const char *caller, const char *name, int dtype) {
  return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must not hold 0 for %s", caller, name, tm_dtype_name(dtype));
}

int32_t tm_check_no_zero(const char *caller, const char *name, const tm_tensor *t) {
  zero_job j = {tm_kernel.compare_loop(COMPARE_eq, t->dtype, false), tm_element_size(t->dtype), false};
  tm_pointwise_run(1, t, TM_GRAIN, find_zero, &j);
  return j.found ? fail_zero(caller, name, t->dtype) : TM_OK;
}

int32_t tm_check_no_zero_n(const char *caller, const char *name, int dtype, int64_t n, const void *x) {
  zero_job j = {tm_kernel.compare_loop(COMPARE_eq, dtype, false), tm_element_size(dtype), false};
  find_zero(&j, n, (char *[]){(char *)(uintptr_t)x}, (int64_t[]){1});
  return j.found ? fail_zero(caller, name, dtype) : TM_OK;
}
