/* Softmax and log-softmax along the middle dimension of [outer][n][inner], and their gradients. */
#include "kernels.h"
#include "simd.h"
#include "vmath.h"
#include <math.h>

INLINE float FN(exp_f32)(float x) { return tm_expf(x); }
INLINE double FN(exp_f64)(double x) { return exp(x); }
INLINE float FN(log_f32)(float x) { return tm_logf(x); }
INLINE double FN(log_f64)(double x) { return log(x); }

#define BODY "softmax.inc"
#include "each_real.h"
