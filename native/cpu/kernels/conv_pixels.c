/* Convolution by tiles of pixels x output channels: any stride, dilation, padding and filter size. */
#include "conv.h"
#define BODY "conv_pixels.inc"
#include "each_real.h"
