/* Largest element of every listed window of a plane, and its position: the first of several. NaN is only where
   there is nothing else above -inf. */
#include "kernels.h"
#include <math.h>

#define BODY "max_windows.inc"
#include "each_real.h"
