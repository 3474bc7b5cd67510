/* The gradient of the filters by tiles of filter taps x output channels: any stride, dilation, padding and filter size. */
#include "conv.h"
#define BODY "conv_weight.inc"
#include "each_real.h"
