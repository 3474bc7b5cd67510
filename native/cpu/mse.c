/* MSECriterion: the mean or sum of squared differences. */
#include "layer.h"

/* Reads x and y, which must have as many elements but may differ in shape. */
static int32_t read_pair(tm_tensor *x, tm_tensor *y, const char *caller, const tm_frame *frame, const tm_data *x_data, const tm_data *y_data) {
  TM_TRY(tm_read_real(x, caller, "input", frame, 1, x_data));
  return tm_read_vector(y, caller, "target", frame, 2, y_data, x->dtype, x->n);
}

int32_t tm_mse(tm_data *loss, const tm_data *x, const tm_data *y, tm_frame *frame, int32_t average) {
  static const char name[] = "MSECriterion.forward";
  tm_tensor tl, tx, ty;
  TM_TRY(read_pair(&tx, &ty, name, frame, x, y));
  TM_TRY(tm_read_vector(&tl, name, "loss", frame, 0, loss, tx.dtype, 1));
  double sum = TM_REAL_KERNEL(mse, tx.dtype)(tx.n, tx.data, ty.data);
  if (average && tx.n > 0) sum /= (double)tx.n;
  if (tl.dtype == TM_FLOAT32) *(float *)tl.data = (float)sum;
  else *(double *)tl.data = sum;
  return TM_OK;
}

int32_t tm_mse_grad(tm_data *gx, const tm_data *x, const tm_data *y, tm_frame *frame, int32_t average) {
  static const char name[] = "MSECriterion.backward";
  tm_tensor tg, tx, ty;
  TM_TRY(read_pair(&tx, &ty, name, frame, x, y));
  TM_TRY(tm_read_vector(&tg, name, "gradInput", frame, 0, gx, tx.dtype, tx.n));
  if (tx.n == 0) return TM_OK;
  TM_REAL_KERNEL(mse_grad, tx.dtype)(tx.n, tg.data, tx.data, ty.data, average ? 2 / (double)tx.n : 2);
  return TM_OK;
}
