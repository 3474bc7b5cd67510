/* One step of Adam over flat parameters. */
#include "kernels.h"
#include "simd.h"
#include <math.h>

INLINE float FN(root_f32)(float x) { return sqrtf(x); }
INLINE double FN(root_f64)(double x) { return sqrt(x); }

#define BODY "adam.inc"
#include "each_real.h"
