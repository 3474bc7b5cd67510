/* What element mathematics shares between dtypes; integer.h and floating.h hold the rest, per dtype. */
#ifndef TM_ELEMENT_H
#define TM_ELEMENT_H
#include "convert.h"
#include "functions.h"
#include "integer_arithmetic.h"
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
#endif
