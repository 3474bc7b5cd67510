/* BatchNormalization over any number of inner dimensions, and its gradients. */
#include "layer.h"

/* Reads x [b][c][…]. */
static int32_t read_channels(tm_tensor *x, int64_t *inner, const char *caller, const char *name, const tm_frame *frame, int k,
                             const tm_data *data) {
  TM_TRY(tm_read_real(x, caller, name, frame, k, data));
  if (x->dims < 2) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must have at least 2 dimensions but has %d", caller, name, x->dims);
  *inner = 1;
  for (int d = 2; d < x->dims && x->n > 0; d++) *inner *= x->size[d];
  return TM_OK;
}

int32_t tm_batch_norm(tm_data *y, const tm_data *x, const tm_data *weight, const tm_data *bias, tm_data *running_mean,
                      tm_data *running_var, tm_data *mean, tm_data *istd, tm_frame *frame, int32_t train, double momentum, double eps) {
  static const char name[] = "BatchNormalization.forward";
  tm_tensor ty, tx, tw, tb, trm, trv, tm, ts;
  int64_t inner = 0;
  TM_TRY(read_channels(&tx, &inner, name, "input", frame, 1, x));
  TM_TRY(tm_read_like(&ty, name, "output", frame, 0, y, &tx, "input"));
  int64_t b = tx.size[0], c = tx.size[1];
  TM_TRY(tm_read_optional_vector(&tw, name, "weight", frame, 2, weight, tx.dtype, c));
  TM_TRY(tm_read_optional_vector(&tb, name, "bias", frame, 3, bias, tx.dtype, c));
  TM_TRY(tm_read_vector(&trm, name, "runningMean", frame, 4, running_mean, tx.dtype, c));
  TM_TRY(tm_read_vector(&trv, name, "runningVar", frame, 5, running_var, tx.dtype, c));
  TM_TRY(tm_read_vector(&tm, name, "mean", frame, 6, mean, tx.dtype, c));
  TM_TRY(tm_read_vector(&ts, name, "istd", frame, 7, istd, tx.dtype, c));
  if (!tw.data != !tb.data)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: weight and bias must be given together but %s is missing", name, tw.data ? "bias" : "weight");
  TM_TRY(tm_want_finite(name, "momentum", momentum));
  TM_TRY(tm_want_finite(name, "eps", eps));
  if (tx.n == 0) return TM_OK;
  if (!train) {
    TM_REAL_KERNEL(batch_norm_eval, tx.dtype)(b, c, inner, ty.data, tx.data, tw.data, tb.data, trm.data, trv.data, tm.data, ts.data, eps);
    return tm_done(name);
  }
  if (b * inner == 1) {
    char found[TM_SIZE_TEXT];
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: input must have more than one value per channel in training but is %s", name, tm_size_text(found, &tx));
  }
  TM_REAL_KERNEL(batch_norm_train, tx.dtype)(b, c, inner, ty.data, tx.data, tw.data, tb.data, trm.data, trv.data, tm.data, ts.data, momentum, eps);
  return tm_done(name);
}

int32_t tm_batch_norm_grad(tm_data *gx, tm_data *gweight, tm_data *gbias, const tm_data *x, const tm_data *gy, const tm_data *weight,
                           const tm_data *mean, const tm_data *istd, tm_frame *frame, int32_t train, double scale) {
  static const char name[] = "BatchNormalization.backward";
  tm_tensor tgx = {0}, tgw, tgb, tx, tgy, tw, tm, ts;
  int64_t inner = 0;
  TM_TRY(read_channels(&tx, &inner, name, "input", frame, 3, x));
  TM_TRY(tm_read_like(&tgy, name, "gradOutput", frame, 4, gy, &tx, "input"));
  if (frame->operand[0].dims != 0) TM_TRY(tm_read_like(&tgx, name, "gradInput", frame, 0, gx, &tx, "input"));
  int64_t b = tx.size[0], c = tx.size[1];
  TM_TRY(tm_read_optional_vector(&tgw, name, "gradWeight", frame, 1, gweight, tx.dtype, c));
  TM_TRY(tm_read_optional_vector(&tgb, name, "gradBias", frame, 2, gbias, tx.dtype, c));
  TM_TRY(tm_read_optional_vector(&tw, name, "weight", frame, 5, weight, tx.dtype, c));
  TM_TRY(tm_read_vector(&tm, name, "mean", frame, 6, mean, tx.dtype, c));
  TM_TRY(tm_read_vector(&ts, name, "istd", frame, 7, istd, tx.dtype, c));
  TM_TRY(tm_want_finite(name, "scale", scale));
  if (tx.n == 0) return TM_OK;
  TM_REAL_KERNEL(batch_norm_grad, tx.dtype)(b, c, inner, tgx.data, tgw.data, tgb.data, tx.data, tgy.data, tw.data, tm.data, ts.data, train != 0, scale);
  return tm_done(name);
}
