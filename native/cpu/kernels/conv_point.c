/* Convolution with 1 x 1 filters at stride 1 without padding: matrix products over the pixels of an image. */
#include "conv.h"
#define BODY "conv_point.inc"
#include "each_real.h"
