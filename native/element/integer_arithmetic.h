/* Integer arithmetic that C leaves undefined: a zero divisor gives 0, INT_MIN / -1 wraps. */
#ifndef TM_INTEGER_ARITHMETIC_H
#define TM_INTEGER_ARITHMETIC_H
#include "functions.h"

TM_MATH int32_t tm_divide_i32(int32_t x, int32_t y) { return y == 0 ? 0 : y == -1 ? (int32_t)(0 - (uint32_t)x) : x / y; }
TM_MATH int64_t tm_divide_i64(int64_t x, int64_t y) { return y == 0 ? 0 : y == -1 ? (int64_t)(0 - (uint64_t)x) : x / y; }
TM_MATH int32_t tm_modulo_i32(int32_t x, int32_t y) { return y == 0 || y == -1 ? 0 : x % y; }
TM_MATH int64_t tm_modulo_i64(int64_t x, int64_t y) { return y == 0 || y == -1 ? 0 : x % y; }

TM_MATH int64_t tm_remainder_i64(int64_t x, int64_t y) {
  int64_t rest = tm_modulo_i64(x, y);
  return rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest;
}
TM_MATH int32_t tm_remainder_i32(int32_t x, int32_t y) {
  int32_t rest = tm_modulo_i32(x, y);
  return rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest;
}

/* x^y by squaring, wrapped; 0 where the true value is a fraction. */
TM_LARGE uint64_t tm_power_i64(int64_t x, int64_t y) {
  if (y < 0) return x == 1 ? 1 : x == -1 ? (y & 1 ? UINT64_MAX : 1) : 0;
  uint64_t result = 1, square = (uint64_t)x;
  for (; y; y >>= 1, square *= square)
    if (y & 1) result *= square;
  return result;
}
#endif
