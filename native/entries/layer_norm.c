/* Normalization of rows, and its gradients. */
#include "layer.h"

/* Reads x [rows][n]. */
static int32_t read_rows(tm_tensor *x, const char *caller, const tm_frame *frame, int k, const tm_data *data) {
  TM_TRY(tm_read_real(x, caller, "input", frame, k, data));
  if (x->dims == 2) return TM_OK;
  return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: input must have 2 dimensions but has %d", caller, x->dims);
}

/* Reads weights, which may be missing; *g gets their number for each group. */
static int32_t read_weights(tm_tensor *t, const char *caller, const char *name, const tm_frame *frame, int k, const tm_data *data,
                            const tm_tensor *x, tm_rows *g) {
  TM_TRY(tm_read_contiguous(t, caller, name, frame, k, data));
  if (t->dims == 0) return TM_OK;
  if (t->dtype != x->dtype)
    return tm_fail(TM_BAD_DTYPE, "Cannot run %s: %s must be %s like input but is %s", caller, name, tm_dtype_name(x->dtype),
                   tm_dtype_name(t->dtype));
  int64_t channels = t->n / g->groups;
  _Bool fits = channels > 0 && channels * g->groups == t->n && g->n % channels == 0;
  if (!fits || (g->channels && channels != g->channels))
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must have %s of the %lld elements of a row for each of %lld groups but has %lld", caller,
                   name, g->channels ? "equally many" : "a divisor", (long long)g->n, (long long)g->groups, (long long)t->n);
  g->channels = channels;
  return TM_OK;
}

static int32_t read_groups(tm_rows *g, const char *caller, const tm_tensor *x, int32_t groups) {
  *g = (tm_rows){.rows = x->size[0], .n = x->size[1], .groups = groups};
  if (groups >= 1 && g->rows % groups == 0) return TM_OK;
  return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: groups must be a divisor of the %lld rows but is %d", caller, (long long)g->rows, groups);
}

int32_t tm_layer_norm(tm_data *y, const tm_data *x, const tm_data *weight, const tm_data *bias, tm_data *mean, tm_data *istd,
                      tm_frame *frame, int32_t groups, double eps) {
  static const char name[] = "LayerNorm.forward";
  tm_tensor ty, tx, tw, tb, tm, ts;
  TM_TRY(read_rows(&tx, name, frame, 1, x));
  TM_TRY(tm_read_like(&ty, name, "output", frame, 0, y, &tx, "input"));
  tm_rows g;
  TM_TRY(read_groups(&g, name, &tx, groups));
  TM_TRY(read_weights(&tw, name, "weight", frame, 2, weight, &tx, &g));
  TM_TRY(read_weights(&tb, name, "bias", frame, 3, bias, &tx, &g));
  TM_TRY(tm_read_vector(&tm, name, "mean", frame, 4, mean, tx.dtype, g.rows));
  TM_TRY(tm_read_vector(&ts, name, "istd", frame, 5, istd, tx.dtype, g.rows));
  if (!tw.data != !tb.data)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: weight and bias must be given together but %s is missing", name, tw.data ? "bias" : "weight");
  TM_TRY(tm_want_finite(name, "eps", eps));
  if (tx.n > 0) TM_REAL_KERNEL(layer_norm, tx.dtype)(&g, ty.data, tx.data, tw.data, tb.data, tm.data, ts.data, eps);
  return tm_done(name);
}

int32_t tm_layer_norm_grad(tm_data *gx, tm_data *gweight, tm_data *gbias, const tm_data *x, const tm_data *gy, const tm_data *weight,
                           const tm_data *mean, const tm_data *istd, tm_frame *frame, int32_t groups, double scale) {
  static const char name[] = "LayerNorm.backward";
  tm_tensor tgx = {0}, tgw, tgb, tx, tgy, tw, tm, ts;
  TM_TRY(read_rows(&tx, name, frame, 3, x));
  TM_TRY(tm_read_like(&tgy, name, "gradOutput", frame, 4, gy, &tx, "input"));
  if (frame->operand[0].dims != 0) TM_TRY(tm_read_like(&tgx, name, "gradInput", frame, 0, gx, &tx, "input"));
  tm_rows g;
  TM_TRY(read_groups(&g, name, &tx, groups));
  TM_TRY(read_weights(&tgw, name, "gradWeight", frame, 1, gweight, &tx, &g));
  TM_TRY(read_weights(&tgb, name, "gradBias", frame, 2, gbias, &tx, &g));
  TM_TRY(read_weights(&tw, name, "weight", frame, 5, weight, &tx, &g));
  TM_TRY(tm_read_vector(&tm, name, "mean", frame, 6, mean, tx.dtype, g.rows));
  TM_TRY(tm_read_vector(&ts, name, "istd", frame, 7, istd, tx.dtype, g.rows));
  TM_TRY(tm_want_finite(name, "scale", scale));
  if (tx.n == 0) return TM_OK;
  const bool done = TM_REAL_KERNEL(layer_norm_grad, tx.dtype)(&g, tgx.data, tgw.data, tgb.data, tx.data, tgy.data, tw.data, tm.data,
                                                              ts.data, scale);
  return done ? tm_done(name) : tm_no_scratch(name);
}
