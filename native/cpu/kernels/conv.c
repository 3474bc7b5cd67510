/* 2-D convolution and its gradients: chooses the kernel for each shape. */
#include "conv.h"
#include <math.h>
#define BODY "conv.inc"
#include "each_real.h"
