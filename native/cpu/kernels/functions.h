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

#define EACH(real, dtype)                                                                                                         \
  TM_MATH real larger_##dtype(real x, real y) { return x > y || x != x ? x : y; }                                                 \
  TM_MATH real smaller_##dtype(real x, real y) { return x < y || x != x ? x : y; }                                                \
  TM_MATH real remainder_##dtype(real x, real y) { return x - y * floor_##dtype(x / y); }                                         \
  TM_MATH real softplus_##dtype(real x) { return x > 20 ? x : log1p_##dtype(exp_##dtype(x)); }
EACH(float, f32)
EACH(double, f64)
TM_MATH float normal_cdf_f32(float x) { return tm_normal_cdff(x); }
TM_MATH double normal_cdf_f64(double x) { return 0.5 * erfc(-0.7071067811865476 * x); }

#undef EACH
#undef PAIR
#undef PAIR2

/* lgamma without the global sign that makes libm's unsafe in threads. */
static inline double tm_lgamma(double x) {
  int sign;
  return lgamma_r(x, &sign);
}

/* d/dx lgamma(x): reflected to x > 0, moved up to where the asymptotic series holds. */
static inline double tm_digamma(double x) {
  double result = 0;
  if (x <= 0) {
    if (x == floor(x)) return NAN;
    result = -M_PI / tan(M_PI * x);
    x = 1 - x;
  }
  for (; x < 10; x++) result -= 1 / x;
  double z = 1 / (x * x);
  return result + log(x) - 0.5 / x -
         z * (1.0 / 12 - z * (1.0 / 120 - z * (1.0 / 252 - z * (1.0 / 240 - z * (1.0 / 132 - z * (691.0 / 32760))))));
}
#endif
