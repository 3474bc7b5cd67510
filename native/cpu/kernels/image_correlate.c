/* Weights that slide over images. */
#include "convert.h"
#include "kernels.h"
#include "simd.h"

enum { STRIP = 32 };

#define BODY "image_correlate.inc"
#include "each_real.h"
