/* A step of Adam over flat parameters. */
#include "layer.h"

enum { STEP, BETA1, BETA2, EPSILON, DECAY, SCALARS };
static const char *const names[SCALARS] = {"stepSize", "beta1", "beta2", "epsilon", "weightDecay"};

int32_t tm_adam(tm_data *x, const tm_data *g, tm_data *m, tm_data *v, const tm_data *scalars, tm_frame *frame) {
  static const char name[] = "adam";
  tm_tensor tx, tg, tm, tv, ts;
  TM_TRY(tm_read_real(&tx, name, "x", frame, 0, x));
  TM_TRY(tm_read_vector(&tg, name, "gradient", frame, 1, g, tx.dtype, tx.n));
  TM_TRY(tm_read_vector(&tm, name, "m", frame, 2, m, tx.dtype, tx.n));
  TM_TRY(tm_read_vector(&tv, name, "v", frame, 3, v, tx.dtype, tx.n));
  TM_TRY(tm_read_vector(&ts, name, "scalars", frame, 4, scalars, TM_FLOAT64, SCALARS));
  double values[SCALARS];
  for (int i = 0; i < SCALARS; i++) {
    values[i] = ((const double *)ts.data)[i];
    TM_TRY(tm_want_finite(name, names[i], values[i]));
  }
  if (tx.n == 0) return TM_OK;
  TM_REAL_KERNEL(adam, tx.dtype)(tx.n, tx.data, tg.data, tm.data, tv.data, values);
  return TM_OK;
}
