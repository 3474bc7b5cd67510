/* r = f(x, y, z; a): rows of ops/ternary.def. */
#include "dispatch.h"
#include "ops.h"
#include "pointwise.h"
#include "rules.h"

typedef struct {
  tm_ternary_loop loop;
  double a;
} ternary_job;

static void run_ternary(void *ctx, int64_t n, char *const p[], const int64_t stride[]) {
  const ternary_job *j = ctx;
  j->loop(n, p[0], stride[0], p[1], stride[1], p[2], stride[2], p[3], stride[3], j->a);
}

int32_t tm_ternary(int32_t op, tm_data *r, const tm_data *x, const tm_data *y, const tm_data *z, tm_frame *frame, double a) {
  static const char *const names[] = {"r", "x", "y", "z"};
  const char *name = tm_op_name(TM_FAMILY_TERNARY, op);
  if (!name) return tm_fail(TM_BAD_ARGUMENT, "Cannot run ternary op %d: there are %d", op, TERNARY_OPS);
  tm_tensor t[4];
  TM_TRY(tm_read_pointwise(t, name, 4, names, frame, (const tm_data *[]){r, x, y, z}));
  TM_TRY(tm_check_same_dtype(name, 4, names, t));
  ternary_job j = {tm_kernel.ternary_loop(op, t[0].dtype), a};
  if (!j.loop) return tm_fail_dtype(name, t[0].dtype);
  if (tm_ternary_needs_nonzero(op, t[0].dtype)) TM_TRY(tm_check_no_zero(name, "z", &t[3]));
  tm_pointwise_run(4, t, TM_GRAIN, run_ternary, &j);
  return TM_OK;
}
