/* Normalization of rows, or of groups of channels: y = (x - mean) istd weight + bias, and the gradients. */
#include "kernels.h"
#include "simd.h"
#include <math.h>
#include <string.h>

enum { TASK = 16384, PARTS = 16 };

#define BODY "layer_norm.inc"
#include "each_real.h"
