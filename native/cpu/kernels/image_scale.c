/* Images resized by sums over neighbouring rows and columns. */
#include "kernels.h"
#include "simd.h"
#include <stdatomic.h>
#include <string.h>

/* Rows of the source, at least, that a strip of the result is made from. */
enum { IMAGE_STRIP = 64 };

#define BODY "image_scale.inc"
#include "each_pixel.h"
