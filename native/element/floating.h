/* Element mathematics of float or double, whichever each_dtype.h has selected. */
#include "unselect.h"
#define FLOATING

#define ALL(...) __VA_ARGS__
#define FLOAT(...) __VA_ARGS__
#define MATH(...) __VA_ARGS__
#define INT(...)
#define OR_NULL_ALL(f) f
#define OR_NULL_FLOAT(f) f
#define OR_NULL_MATH(f) f
#define OR_NULL_INT(f) 0

/* The version of a function for the dtype. */
#define F(name) TM_CAT(name, DTYPE)
#define K(constant) ((real)(constant))
#define SATURATED(value) ((real)(value))
#define WRAPPED(value) ((real)(value))

#define ADD(x, y) ((x) + (y))
#define SUB(x, y) ((x) - (y))
#define MUL(x, y) ((x) * (y))
#define NEG(x) (-(x))
#define DIV(x, y) ((x) / (y))
#define ABS(x) F(fabs)(x)
#define SIGN(x) ((real)(((x) > 0) - ((x) < 0)))
#define FMOD(x, y) F(fmod)(x, y)
#define REMAINDER(x, y) F(remainder)(x, y)
/* NaN wins. */
#define LARGER(x, y) F(larger)(x, y)
#define SMALLER(x, y) F(smaller)(x, y)
#define CLAMP(x, low, high) ((x) < (low) ? (low) : (x) > (high) ? (high) : (x))
#define LSHIFT(x, count) ((x)*EXP2(count))
#define RSHIFT(x, count) ((x)*EXP2(-(count)))
#define ISNAN(x) ((x) != (x))
#define ISINF(x) (ABS(x) == K(INFINITY))
#define ISFINITE(x) (ABS(x) < K(INFINITY))

#define SQRT(x) F(sqrt)(x)
#define EXP(x) F(exp)(x)
#define EXP2(x) F(exp2)(x)
#define EXPM1(x) F(expm1)(x)
#define LOG(x) F(log)(x)
#define LOG1P(x) F(log1p)(x)
#define POW(x, y) F(pow)(x, y)
#define SIN(x) F(sin)(x)
#define COS(x) F(cos)(x)
#define TAN(x) F(tan)(x)
#define ASIN(x) F(asin)(x)
#define ACOS(x) F(acos)(x)
#define ATAN(x) F(atan)(x)
#define ATAN2(x, y) F(atan2)(x, y)
#define SINH(x) F(sinh)(x)
#define COSH(x) F(cosh)(x)
#define TANH(x) F(tanh)(x)
#define SIGMOID(x) F(sigmoid)(x)
#define SOFTPLUS(x) F(softplus)(x)
#define NORMAL_CDF(x) F(normal_cdf)(x)
#define LGAMMA(x) ((real)tm_lgamma(x))
#define DIGAMMA(x) ((real)tm_digamma(x))
#define CEIL(x) F(ceil)(x)
#define FLOOR(x) F(floor)(x)
#define TRUNC(x) F(trunc)(x)
#define ROUND(x) F(round)(x)
/* The member of a tm_wide that belongs to the dtype. */
#define WIDE_VALUE(w) ((w).f)
#define SET_WIDE(w, value) ((w).f = (value))
