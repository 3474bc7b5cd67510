/* Dropout. */
#include "generator.h"
#include "layer.h"

int32_t tm_dropout(tm_data *y, tm_data *mask, const tm_data *x, tm_frame *frame, tm_bytes *generator, double p, double keep) {
  static const char name[] = "Dropout.forward";
  tm_tensor ty, tm, tx;
  TM_TRY(tm_read_real(&tx, name, "input", frame, 2, x));
  TM_TRY(tm_read_like(&ty, name, "output", frame, 0, y, &tx, "input"));
  TM_TRY(tm_read_like(&tm, name, "noise", frame, 1, mask, &tx, "input"));
  if (!(p >= 0 && p <= 1)) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: p must be from 0 to 1 but is %g", name, p);
  TM_TRY(tm_want_finite(name, "keep", keep));
  tm_generator *g;
  TM_TRY(tm_generator_open(&g, name, generator));
  uint32_t key0 = tm_generator_bits(g), key1 = tm_generator_bits(g); /* drawn for an empty input too: the stream does not depend on sizes */
  if (tx.n == 0) return TM_OK;
  TM_REAL_KERNEL(dropout, tx.dtype)(tx.n, ty.data, tm.data, tx.data, key0, key1, p, keep);
  return tm_done(name);
}
