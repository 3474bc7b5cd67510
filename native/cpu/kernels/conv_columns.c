/* The gradient of the input for few input channels and a stride: products per row, added up along rows. */
#include "conv.h"
#define BODY "conv_columns.inc"
#include "each_real.h"
