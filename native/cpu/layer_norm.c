/* Normalization of rows, and its gradients. */
#include "layer.h"

/* Reads x [rows][n]. */
static int32_t read_rows(tm_tensor *x, const char *caller, const tm_frame *frame, int k, const tm_data *data) {
  TM_TRY(tm_read_real(x, caller, "input", frame, k, data));
  if (x->dims == 2) return TM_OK;
  return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: input must have 2 dimensions but has %d", caller, x->dims);
}

int32_t tm_layer_norm(tm_data *y, const tm_data *x, const tm_data *weight, const tm_data *bias, tm_data *mean, tm_data *istd,
                      tm_frame *frame, double eps) {
  static const char name[] = "LayerNorm.forward";
  tm_tensor ty, tx, tw, tb, tm, ts;
  TM_TRY(read_rows(&tx, name, frame, 1, x));
  TM_TRY(tm_read_like(&ty, name, "output", frame, 0, y, &tx, "input"));
  const int64_t rows = tx.size[0], n = tx.size[1];
  TM_TRY(tm_read_optional_vector(&tw, name, "weight", frame, 2, weight, tx.dtype, n));
  TM_TRY(tm_read_optional_vector(&tb, name, "bias", frame, 3, bias, tx.dtype, n));
  TM_TRY(tm_read_vector(&tm, name, "mean", frame, 4, mean, tx.dtype, rows));
  TM_TRY(tm_read_vector(&ts, name, "istd", frame, 5, istd, tx.dtype, rows));
  if (!tw.data != !tb.data)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: weight and bias must be given together but %s is missing", name, tw.data ? "bias" : "weight");
  TM_TRY(tm_want_finite(name, "eps", eps));
  if (tx.n > 0) TM_REAL_KERNEL(layer_norm, tx.dtype)(rows, n, ty.data, tx.data, tw.data, tb.data, tm.data, ts.data, eps);
  return TM_OK;
}

int32_t tm_layer_norm_grad(tm_data *gx, tm_data *gweight, tm_data *gbias, const tm_data *x, const tm_data *gy, const tm_data *weight,
                           const tm_data *mean, const tm_data *istd, tm_frame *frame, double scale) {
  static const char name[] = "LayerNorm.backward";
  tm_tensor tgx = {0}, tgw, tgb, tx, tgy, tw, tm, ts;
  TM_TRY(read_rows(&tx, name, frame, 3, x));
  TM_TRY(tm_read_like(&tgy, name, "gradOutput", frame, 4, gy, &tx, "input"));
  if (frame->operand[0].dims != 0) TM_TRY(tm_read_like(&tgx, name, "gradInput", frame, 0, gx, &tx, "input"));
  const int64_t rows = tx.size[0], n = tx.size[1];
  TM_TRY(tm_read_optional_vector(&tgw, name, "gradWeight", frame, 1, gweight, tx.dtype, n));
  TM_TRY(tm_read_optional_vector(&tgb, name, "gradBias", frame, 2, gbias, tx.dtype, n));
  TM_TRY(tm_read_optional_vector(&tw, name, "weight", frame, 5, weight, tx.dtype, n));
  TM_TRY(tm_read_vector(&tm, name, "mean", frame, 6, mean, tx.dtype, rows));
  TM_TRY(tm_read_vector(&ts, name, "istd", frame, 7, istd, tx.dtype, rows));
  TM_TRY(tm_want_finite(name, "scale", scale));
  if (tx.n == 0) return TM_OK;
  const bool done = TM_REAL_KERNEL(layer_norm_grad, tx.dtype)(rows, n, tgx.data, tgw.data, tgb.data, tx.data, tgy.data, tw.data, tm.data,
                                                              ts.data, scale);
  return done ? TM_OK : tm_no_scratch(name);
}
