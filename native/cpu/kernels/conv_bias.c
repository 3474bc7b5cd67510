/* gbias += scale times the sums of gy over images and pixels. */
#include "conv.h"
#define BODY "conv_bias.inc"
#include "each_real.h"
