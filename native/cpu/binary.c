/* r = f(x, y; a): rows of ops/binary.def. */
#include "dispatch.h"
#include "ops.h"
#include "pointwise.h"
#include "rules.h"
#include <stdatomic.h>

typedef struct {
  tm_binary_loop loop;
  double a;
} binary_job;

static void run_binary(void *ctx, int64_t n, char *const p[], const int64_t stride[]) {
  const binary_job *j = ctx;
  j->loop(n, p[0], stride[0], p[1], stride[1], p[2], stride[2], j->a);
}

int32_t tm_binary(int32_t op, tm_data *r, const tm_data *x, const tm_data *y, tm_frame *frame, double a) {
  static const char *const names[] = {"r", "x", "y"};
  const char *name = tm_op_name(TM_FAMILY_BINARY, op);
  if (!name) return tm_fail(TM_BAD_ARGUMENT, "Cannot run binary op %d: there are %d", op, BINARY_OPS);
  tm_tensor t[3];
  TM_TRY(tm_read_pointwise(t, name, 3, names, frame, (const tm_data *[]){r, x, y}));
  TM_TRY(tm_check_same_dtype(name, 3, names, t));
  binary_job j = {tm_kernel.binary_loop(op, t[0].dtype), a};
  if (!j.loop) return tm_fail_dtype(name, t[0].dtype);
  if (tm_binary_needs_nonzero(op, t[0].dtype)) TM_TRY(tm_check_no_zero(name, "y", &t[2]));
  tm_pointwise_run(3, t, TM_GRAIN, run_binary, &j);
  return TM_OK;
}

/* tm_binary_n where anything is unusual: it says what is wrong, or runs the whole of it. */
static __attribute__((noinline)) int32_t run_n(int32_t op, int32_t dtype, double n, tm_data *r, double r_offset, double r_bytes,
                                               const tm_data *x, double x_offset, double x_bytes, const tm_data *y, double y_offset,
                                               double y_bytes, double a) {
  const char *name = tm_op_name(TM_FAMILY_BINARY, op);
  if (!name) return tm_fail(TM_BAD_ARGUMENT, "Cannot run binary op %d: there are %d", op, BINARY_OPS);
  void *p[3];
  TM_TRY(tm_read_n(&p[0], name, "r", dtype, n, r, r_offset, r_bytes));
  TM_TRY(tm_read_n(&p[1], name, "x", dtype, n, x, x_offset, x_bytes));
  TM_TRY(tm_read_n(&p[2], name, "y", dtype, n, y, y_offset, y_bytes));
  binary_job j = {tm_kernel.binary_loop(op, dtype), a};
  if (!j.loop) return tm_fail_dtype(name, dtype);
  int64_t count = (int64_t)n;
  if (tm_binary_needs_nonzero(op, dtype)) TM_TRY(tm_check_no_zero_n(name, "y", dtype, count, p[2]));
  size_t width = tm_element_size(dtype);
  tm_pointwise_run_n(3, p, (size_t[]){width, width, width}, count, TM_GRAIN, run_binary, &j);
  return TM_OK;
}

int32_t tm_binary_n(int32_t op, int32_t dtype, double n, tm_data *r, double r_offset, double r_bytes, const tm_data *x, double x_offset,
                    double x_bytes, const tm_data *y, double y_offset, double y_bytes, double a) {
  static _Atomic(tm_binary_loop) loops[2][BINARY_OPS]; /* float32, float64: looked up at their first use */
  if (n >= 1 && n <= TM_GRAIN && (uint32_t)op < BINARY_OPS && (dtype == TM_FLOAT32 || dtype == TM_FLOAT64)) {
    int64_t count = (int64_t)n;
    size_t width = dtype == TM_FLOAT32 ? 4 : 8;
    void *to = tm_address_n(count, width, r, r_offset, r_bytes), *from = tm_address_n(count, width, x, x_offset, x_bytes);
    void *other = tm_address_n(count, width, y, y_offset, y_bytes);
    tm_binary_loop loop = atomic_load_explicit(&loops[dtype - TM_FLOAT32][op], memory_order_relaxed);
    if (!loop) {
      loop = tm_kernel.binary_loop(op, dtype);
      atomic_store_explicit(&loops[dtype - TM_FLOAT32][op], loop, memory_order_relaxed);
    }
    if (to && from && other && loop) {
      loop(count, to, 1, from, 1, other, 1, a);
      return TM_OK;
    }
  }
  return run_n(op, dtype, n, r, r_offset, r_bytes, x, x_offset, x_bytes, y, y_offset, y_bytes, a);
}
