/* Demands of rows: see rules.h. */
#include "rules.h"
#include "ops.h"

bool tm_is_integer(int dtype) { return dtype <= TM_INT64; }

int tm_simplest_unary(int op, double a) {
  if (op != UNARY_pow) return op;
  return a == 2 ? UNARY_square : a == 0.5 ? UNARY_sqrt : a == -1 ? UNARY_cinv : op;
}

int32_t tm_check_unary_divisor(const char *name, int op, int dtype, double a) {
  bool divides = op == UNARY_divScalar || op == UNARY_fmod || op == UNARY_remainder;
  if (divides && tm_is_integer(dtype) && !(a >= 1 || a <= -1))
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the divisor must not be 0 for %s", name, tm_dtype_name(dtype));
  return TM_OK;
}
