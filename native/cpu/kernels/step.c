/* One step of an optimizer over flat parameters, for float32 and float64: the rows of step.def. */
#include "kernels.h"
#include "simd.h"
#include <float.h>
#include <math.h>

INLINE float FN(root_f32)(float x) { return sqrtf(x); }
INLINE double FN(root_f64)(double x) { return sqrt(x); }
INLINE float FN(size_f32)(float x) { return fabsf(x); }
INLINE double FN(size_f64)(double x) { return fabs(x); }

#define BODY "step.inc"
#include "each_real.h"
