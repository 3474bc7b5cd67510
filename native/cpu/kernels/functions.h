/* Functions of a real number under one name per dtype: exp_f32, exp_f64 … vmath.h has the ones that loops vectorize; the others
   are libm's. */
#ifndef TM_FUNCTIONS_H
#define TM_FUNCTIONS_H
#include "vmath.h"
#include <math.h>

#define PAIR(name, single, twice)                                                                                                 \
  TM_MATH float name##_f32(float x) { return single(x); }                                                                         \
  TM_MATH double name##_f64(double x) { return twice(x); }
#define PAIR2(name, single, twice)                                                                                                \
  TM_MATH float name##_f32(float x, float y) { return single(x, y); }                                                             \
  TM_MATH double name##_f64(double x, double y) { return twice(x, y); }

PAIR(exp, tm_expf, tm_exp)
PAIR(log, tm_logf, tm_log)
PAIR(tanh, tm_tanhf, tm_tanh)
PAIR(sigmoid, tm_sigmoidf, tm_sigmoid)
PAIR(exp2, exp2f, exp2)
PAIR(expm1, tm_expm1f, expm1)
PAIR(log1p, tm_log1pf, log1p)
PAIR(sin, sinf, sin)
PAIR(cos, cosf, cos)
PAIR(tan, tanf, tan)
PAIR(asin, asinf, asin)
PAIR(acos, acosf, acos)
PAIR(atan, atanf, atan)
PAIR(sinh, sinhf, sinh)
PAIR(cosh, coshf, cosh)
PAIR(fabs, __builtin_fabsf, __builtin_fabs)
PAIR(sqrt, __builtin_sqrtf, __builtin_sqrt)
PAIR(ceil, __builtin_ceilf, __builtin_ceil)
PAIR(floor, __builtin_floorf, __builtin_floor)
PAIR(trunc, __builtin_truncf, __builtin_trunc)
PAIR(round, tm_roundf, tm_round)
PAIR2(pow, tm_powf, pow)
PAIR2(atan2, atan2f, atan2)
PAIR2(fmod, fmodf, fmod)

TM_MATH float normal_cdf_f32(float x) { return tm_normal_cdff(x); }
TM_MATH double normal_cdf_f64(double x) { return 0.5 * erfc(-0.7071067811865476 * x); }

#undef PAIR
#undef PAIR2

/* lgamma without the global sign that makes libm's unsafe in threads. */
static inline double tm_lgamma(double x) {
  int sign;
  return lgamma_r(x, &sign);
}

#include "derived.h"
#endif
