/* What element mathematics shares between dtypes; integer.h and floating.h hold the rest, per dtype. */
#ifndef TM_ELEMENT_H
#define TM_ELEMENT_H
#include "convert.h"
#include "functions.h"
#include "kernels.h"
#include "simd.h"
#include "vmath.h"

/* Iterations do not depend on each other: r is one of the operands, element for element, or disjoint from them. */
#ifdef __clang__
#pragma clang diagnostic ignored "-Wpass-failed" /* a loop it cannot vectorize is no error */
#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define INDEPENDENT _Pragma("GCC ivdep")
#endif
/* Loops that wait for memory or for the loop itself rather than for arithmetic. */
#define UNROLLED _Pragma("GCC unroll 4")
#define UNROLLED_ALL UNROLLED
#define UNROLLED_INT UNROLLED
#define UNROLLED_FLOAT UNROLLED
#define UNROLLED_MATH

#define LOOP(name) TM_CAT(TM_CAT(name, DTYPE), ISA)

/* A table of each numeric dtype by its number; NULL for the others. */
#define TABLES(name)                                                                                                              \
  {                                                                                                                               \
    [TM_UINT8] = TM_CAT(name##_u8, ISA), [TM_INT8] = TM_CAT(name##_i8, ISA), [TM_INT16] = TM_CAT(name##_i16, ISA),                \
    [TM_INT32] = TM_CAT(name##_i32, ISA), [TM_INT64] = TM_CAT(name##_i64, ISA), [TM_FLOAT32] = TM_CAT(name##_f32, ISA),           \
    [TM_FLOAT64] = TM_CAT(name##_f64, ISA), [TM_DTYPES - 1] = 0                                                                   \
  }

/* ---- integer arithmetic that C leaves undefined: a zero divisor gives 0, INT_MIN / -1 wraps ---- */

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
static inline uint64_t tm_power_i64(int64_t x, int64_t y) {
  if (y < 0) return x == 1 ? 1 : x == -1 ? (y & 1 ? UINT64_MAX : 1) : 0;
  uint64_t result = 1, square = (uint64_t)x;
  for (; y; y >>= 1, square *= square)
    if (y & 1) result *= square;
  return result;
}
#endif
