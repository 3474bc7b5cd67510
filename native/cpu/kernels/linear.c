/* Biases of linear layers. */
#include "kernels.h"
#include <string.h>

#define BODY "linear.inc"
#include "each_real.h"
