/* One step of stochastic gradient descent over flat parameters. */
#include "kernels.h"
#include <string.h>

#define BODY "sgd.inc"
#include "each_real.h"
