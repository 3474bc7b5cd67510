/* Demands of rows: see rules.h. */
#include "rules.h"
#include "ops.h"
#include <math.h>

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

int tm_settle_comparison(int op, int dtype, double *value) {
  static const struct {
    double low, above; /* of the dtype: the smallest value, the largest plus 1 */
  } range[] = {[TM_UINT8] = {0, 256},
               [TM_INT8] = {-128, 128},
               [TM_INT16] = {-32768, 32768},
               [TM_INT32] = {-0x1p31, 0x1p31},
               [TM_INT64] = {-0x1p63, 0x1p63},
               [TM_BOOL] = {0, 2}};
  if (op >= COMPARE_logicalAnd) {
    *value = *value != 0;
    return -1;
  }
  if (dtype == TM_FLOAT32 || dtype == TM_FLOAT64) return -1;
  double v = *value, low = range[dtype].low, above = range[dtype].above;
  if (v != v) return op == COMPARE_ne;
  bool up = op == COMPARE_lt || op == COMPARE_ge, less = op == COMPARE_lt || op == COMPARE_le;
  double whole = up ? ceil(v) : floor(v);
  if (op == COMPARE_eq || op == COMPARE_ne) {
    if (whole != v || v < low || v >= above) return op == COMPARE_ne;
  } else if (whole >= above || whole < low) return less == (whole >= above);
  *value = whole;
  return -1;
}

bool tm_binary_needs_nonzero(int op, int dtype) {
  enum { ANY, NONZERO };
  static const char needed[] = {
#define BINARY(name, dtypes, zero, f) zero,
#include "../ops/binary.def"
#undef BINARY
  };
  return needed[op] == NONZERO && tm_is_integer(dtype);
}

bool tm_ternary_needs_nonzero(int op, int dtype) {
  enum { ANY, NONZERO };
  static const char needed[] = {
#define TERNARY(name, dtypes, zero, f) zero,
#include "../ops/ternary.def"
#undef TERNARY
  };
  return needed[op] == NONZERO && tm_is_integer(dtype);
}
