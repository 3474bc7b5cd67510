/* Sum of squared differences and its gradient. */
#include "kernels.h"

#define BODY "mse.inc"
#include "each_real.h"
