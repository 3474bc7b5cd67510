/* c = alpha op(a) op(b) + beta c: packed panels and a register tile of MR rows x 2 vectors. */
#include "kernels.h"
#define BODY "gemm.inc"
#include "each_real.h"
