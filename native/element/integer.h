/* Element mathematics of the integer dtype that each_dtype.h has selected. */
#include "unselect.h"

#define ALL(...) __VA_ARGS__
#define FLOAT(...)
#define MATH(...)
#define INT(...) __VA_ARGS__
#define OR_NULL_ALL(f) f
#define OR_NULL_FLOAT(f) 0
#define OR_NULL_MATH(f) 0
#define OR_NULL_INT(f) f

#define SIXTY_FOUR (sizeof(real) == 8)
#define BITS ((int)sizeof(real) * 8)
#define SATURATED(value) TM_CAT(tm, TM_CAT(DTYPE, from_f64))(value)
#define WRAPPED(value) ((wrap)(real)tm_i64_from_f64(value))

#define ADD(x, y) ((real)((wrap)(x) + (wrap)(y)))
#define SUB(x, y) ((real)((wrap)(x) - (wrap)(y)))
#define MUL(x, y) ((real)((wrap)(x) * (wrap)(y)))
#define NEG(x) ((real)(0 - (wrap)(x)))
#define ABS(x) ((x) > 0 ? (x) : NEG(x))
#define NEGATIVE(x) (SIXTY_FOUR ? (int64_t)(x) >> 63 : (int32_t)(x) >> 31) /* -1 or 0 */
#define SIGN(x) ((real)(((x) > 0) + NEGATIVE(x)))
#define DIV(x, y) ((real)(SIXTY_FOUR ? tm_divide_i64(x, y) : tm_divide_i32((int32_t)(x), (int32_t)(y))))
#define FMOD(x, y) ((real)(SIXTY_FOUR ? tm_modulo_i64(x, y) : tm_modulo_i32((int32_t)(x), (int32_t)(y))))
#define REMAINDER(x, y) ((real)(SIXTY_FOUR ? tm_remainder_i64(x, y) : tm_remainder_i32((int32_t)(x), (int32_t)(y))))
#define POW(x, y) ((real)tm_power_i64(x, y))
#define LARGER(x, y) ((x) > (y) ? (x) : (y))
#define SMALLER(x, y) ((x) < (y) ? (x) : (y))
#define CLAMP(x, low, high) ((x) < (low) ? (low) : (x) > (high) ? (high) : (x))
/* Counts outside 0 … BITS - 1 shift everything out. */
#define IN_RANGE(count) ((uint64_t)(int64_t)(count) < (uint64_t)BITS)
#define LSHIFT(x, count) ((real)(IN_RANGE(count) ? (wrap)(x) << ((count) & (BITS - 1)) : 0))
#define RSHIFT(x, count) ((real)(IN_RANGE(count) ? (x) >> ((count) & (BITS - 1)) : NEGATIVE(x)))
#define ISNAN(x) 0
#define ISINF(x) 0
#define ISFINITE(x) 1
/* The member of a tm_wide that belongs to the dtype. */
#define WIDE_VALUE(w) ((w).i)
#define SET_WIDE(w, value) ((w).i = (int64_t)(value))
