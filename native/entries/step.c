/* A step of an optimizer over flat parameters: the rows of step.def. */
#include "layer.h"
#include "ops.h"

enum { STATES = 3, SCALARS = 8 };
static const struct {
  const char *name;
  int states, optional, scalars;
} methods[STEP_OPS] = {
#define STEP(name, states, optional, scalars) {#name, states, optional, scalars},
#include "../ops/step.def"
#undef STEP
};
static const char *const state_names[STATES] = {"state 0", "state 1", "state 2"};
static const char *const scalar_names[SCALARS] = {"scalar 0", "scalar 1", "scalar 2", "scalar 3",
                                                  "scalar 4", "scalar 5", "scalar 6", "scalar 7"};

int32_t tm_step(int32_t op, tm_data *x, const tm_data *g, tm_data *a, tm_data *b, tm_data *c, const tm_data *scalars, tm_frame *frame) {
  if (op < 0 || op >= STEP_OPS) return tm_fail(TM_BAD_ARGUMENT, "Cannot run an optimizer: there is no step number %d", op);
  const char *name = methods[op].name;
  const int needed = methods[op].states, states = needed + methods[op].optional, numbers = methods[op].scalars;
  tm_tensor tx, tg, ts, state;
  TM_TRY(tm_read_real(&tx, name, "x", frame, 0, x));
  TM_TRY(tm_read_vector(&tg, name, "gradient", frame, 1, g, tx.dtype, tx.n));
  tm_data *given[STATES] = {a, b, c};
  void *data[STATES] = {NULL};
  for (int k = 0; k < states; k++) {
    if (k < needed) TM_TRY(tm_read_vector(&state, name, state_names[k], frame, 2 + k, given[k], tx.dtype, tx.n));
    else TM_TRY(tm_read_optional_vector(&state, name, state_names[k], frame, 2 + k, given[k], tx.dtype, tx.n));
    data[k] = state.data;
  }
  TM_TRY(tm_read_vector(&ts, name, "scalars", frame, 5, scalars, TM_FLOAT64, numbers));
  double room[SCALARS];
  const double *values;
  TM_TRY(tm_read_numbers(&values, room, name, scalar_names, &ts));
  if (tx.n > 0) TM_REAL_KERNEL(step, tx.dtype)(op, tx.n, tx.data, tg.data, data, values);
  return tm_done(name);
}
