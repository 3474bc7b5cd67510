/* A step of LAMB over flat parameters. */
#include "layer.h"

enum { RATE, BETA1, BETA2, EPSILON, DECAY, CORRECTION1, CORRECTION2, SCALARS };
static const char *const names[SCALARS] = {"learningRate", "beta1", "beta2", "epsilon", "weightDecay", "correction1", "correction2"};

int32_t tm_lamb(tm_data *x, const tm_data *g, tm_data *m, tm_data *v, const tm_data *sizes, const tm_data *scalars, tm_frame *frame) {
  static const char name[] = "lamb";
  tm_tensor tx, tg, tm, tv, tz, ts;
  TM_TRY(tm_read_real(&tx, name, "x", frame, 0, x));
  TM_TRY(tm_read_vector(&tg, name, "gradient", frame, 1, g, tx.dtype, tx.n));
  TM_TRY(tm_read_vector(&tm, name, "m", frame, 2, m, tx.dtype, tx.n));
  TM_TRY(tm_read_vector(&tv, name, "v", frame, 3, v, tx.dtype, tx.n));
  TM_TRY(tm_read_contiguous(&tz, name, "sizes", frame, 4, sizes));
  if (tz.dtype != TM_INT64) return tm_fail(TM_BAD_DTYPE, "Cannot run %s: sizes must be int64 but is %s", name, tm_dtype_name(tz.dtype));
  TM_TRY(tm_read_vector(&ts, name, "scalars", frame, 5, scalars, TM_FLOAT64, SCALARS));
  double room[SCALARS];
  const double *numbers;
  TM_TRY(tm_read_numbers(&numbers, room, name, names, &ts));
  int64_t rest = tx.n;
  for (int64_t k = 0; TM_ON_HOST && k < tz.n; k++) {
    const int64_t size = ((const int64_t *)tz.data)[k];
    if (size < 0 || size > rest) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: sizes must add up to %lld", name, (long long)tx.n);
    rest -= size;
  }
  if (TM_ON_HOST && rest != 0) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: sizes must add up to %lld", name, (long long)tx.n);
  if (tx.n == 0) return TM_OK;
  if (!TM_REAL_KERNEL(lamb, tx.dtype)(tz.n, tz.data, tx.n, tx.data, tg.data, tm.data, tv.data, numbers)) return tm_no_scratch(name);
  return tm_done(name);
}
