/* r[o][j][i] = sum of weight[e] x[o][column[e]][i] over the entries e of row j. */
#include "kernels.h"
#include "simd.h"
#include <string.h>

#define BODY "sparse.inc"
#include "each_real.h"
