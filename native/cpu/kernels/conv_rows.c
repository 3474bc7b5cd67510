/* Convolution at stride 1 by tiles of output channels x vectors of pixels: for few channels. */
#include "conv.h"
#define BODY "conv_rows.inc"
#include "each_real.h"
