/* Softmax and log-softmax along the middle dimension of [outer][n][inner], and their gradients. */
#include "kernels.h"
#include "simd.h"
#include "vmath.h"
#include <math.h>

INLINE float FN(exp_f32)(float x) { return tm_expf(x); }
INLINE double FN(exp_f64)(double x) { return tm_exp(x); }
/* e^x for x <= 0, where one factor does: below -87.7, where the true value is subnormal, it is 0. */
INLINE float FN(falling_f32)(float x) {
  x = x < -88.0f ? -88.0f : x; /* NaN passes */
  int32_t n;
  float y = tm_expm1_reduced(x, &n) + 1.0f;
  return y * tm_power_of_2(n);
}
INLINE double FN(falling_f64)(double x) { return tm_exp(x); }
INLINE float FN(log_f32)(float x) { return tm_logf(x); }
INLINE double FN(log_f64)(double x) { return log(x); }

#define BODY "softmax.inc"
#include "each_real.h"
