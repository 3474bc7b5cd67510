// Functions of a real number under one name per dtype, for the rows of ops/: exp_f32, exp_f64 … on the device.
#pragma once
#include "tm_cuda.h"

#include <cmath>
#include <cstdint>
#include <cstring>

#define TM_MATH static __host__ __device__ inline
#define TM_LARGE static __host__ __device__ inline

#define PAIR(name, single, twice)                          \
  TM_MATH float name##_f32(float x) { return single(x); }  \
  TM_MATH double name##_f64(double x) { return twice(x); }
#define PAIR2(name, single, twice)                                     \
  TM_MATH float name##_f32(float x, float y) { return single(x, y); }  \
  TM_MATH double name##_f64(double x, double y) { return twice(x, y); }

PAIR(exp, expf, ::exp)
PAIR(log, logf, ::log)
PAIR(tanh, tanhf, ::tanh)
PAIR(exp2, exp2f, ::exp2)
PAIR(expm1, expm1f, ::expm1)
PAIR(log1p, log1pf, ::log1p)
PAIR(sin, sinf, ::sin)
PAIR(cos, cosf, ::cos)
PAIR(tan, tanf, ::tan)
PAIR(asin, asinf, ::asin)
PAIR(acos, acosf, ::acos)
PAIR(atan, atanf, ::atan)
PAIR(sinh, sinhf, ::sinh)
PAIR(cosh, coshf, ::cosh)
PAIR(fabs, fabsf, ::fabs)
PAIR(sqrt, sqrtf, ::sqrt)
PAIR(ceil, ceilf, ::ceil)
PAIR(floor, floorf, ::floor)
PAIR(trunc, truncf, ::trunc)
PAIR(round, roundf, ::round)
PAIR2(pow, powf, ::pow)
PAIR2(atan2, atan2f, ::atan2)
PAIR2(fmod, fmodf, ::fmod)
#undef PAIR
#undef PAIR2

// Neither overflows: exp(-|x|) is at most 1.
#define SIGMOID_OF(real, dtype)                                                            \
  TM_MATH real sigmoid_##dtype(real x) {                                                   \
    const real small = exp_##dtype(-fabs_##dtype(x));                                      \
    return x >= 0 ? 1 / (1 + small) : x != x ? x : small / (1 + small);                    \
  }
SIGMOID_OF(float, f32)
SIGMOID_OF(double, f64)
#undef SIGMOID_OF

TM_MATH float normal_cdf_f32(float x) { return 0.5f * erfcf(-0.70710678f * x); }
TM_MATH double normal_cdf_f64(double x) { return 0.5 * ::erfc(-0.7071067811865476 * x); }

TM_MATH double tm_lgamma(double x) {
#ifdef __CUDA_ARCH__
  return ::lgamma(x);
#else
  int sign;  // not libm's own, which threads share
  return ::lgamma_r(x, &sign);
#endif
}

TM_MATH int32_t tm_bits(float x) { int32_t i; memcpy(&i, &x, 4); return i; }
TM_MATH float tm_from_bits(int32_t i) { float x; memcpy(&x, &i, 4); return x; }

#include "derived.h"
