/* One step of LAMB over flat parameters. */
#include "element.h"
#include "kernels.h"
#include "simd.h"
#include "memory.h"
#include <math.h>

enum { TASK = 16384 }; /* elements of a chunk */

INLINE float FN(root_f32)(float x) { return sqrtf(x); }
INLINE double FN(root_f64)(double x) { return sqrt(x); }

#define BODY "lamb.inc"
#include "each_real.h"
