/* The gradient of the input by adding up products per filter tap: no multiplication meets padding. */
#include "conv.h"
#define BODY "conv_scatter.inc"
#include "each_real.h"
