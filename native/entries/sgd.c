/* A step of stochastic gradient descent over flat parameters. */
#include "layer.h"

enum { RATE, MOMENTUM, DAMPENING, DECAY, NESTEROV, FIRST, SCALARS };
static const char *const names[SCALARS] = {"learningRate", "momentum", "dampening", "weightDecay", "nesterov", "first"};

int32_t tm_sgd(tm_data *x, const tm_data *g, tm_data *velocity, const tm_data *rates, const tm_data *decays, const tm_data *scalars,
               tm_frame *frame) {
  static const char name[] = "sgd";
  tm_tensor tx, tg, tv, tr, td, ts;
  TM_TRY(tm_read_real(&tx, name, "x", frame, 0, x));
  TM_TRY(tm_read_vector(&tg, name, "gradient", frame, 1, g, tx.dtype, tx.n));
  TM_TRY(tm_read_optional_vector(&tv, name, "velocity", frame, 2, velocity, tx.dtype, tx.n));
  TM_TRY(tm_read_optional_vector(&tr, name, "learningRates", frame, 3, rates, tx.dtype, tx.n));
  TM_TRY(tm_read_optional_vector(&td, name, "weightDecays", frame, 4, decays, tx.dtype, tx.n));
  TM_TRY(tm_read_vector(&ts, name, "scalars", frame, 5, scalars, TM_FLOAT64, SCALARS));
  double room[SCALARS];
  const double *values;
  TM_TRY(tm_read_numbers(&values, room, name, names, &ts));
  if (tx.n == 0) return TM_OK;
  if (TM_ON_HOST && values[MOMENTUM] != 0 && !tv.data) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: velocity must be given with momentum but is missing", name);
  TM_REAL_KERNEL(sgd, tx.dtype)(tx.n, tx.data, tg.data, tv.data, tr.data, td.data, values);
  return tm_done(name);
}
