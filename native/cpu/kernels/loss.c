/* Losses of the rows of loss.def: their sums, their elements and their gradients, for float32 and float64. */
#include "ops.h"
#include "element.h"

#define real float
#define DTYPE f32
#include "floating.h"
#include "loss.inc"
#undef DTYPE
#undef real

#define real double
#define DTYPE f64
#include "floating.h"
#include "loss.inc"
#undef DTYPE
#undef real
