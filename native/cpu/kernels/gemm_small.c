/* c = alpha a b + beta c for matrices of some thousand multiplications, any strides: no packing, no threads, no scratch. */
#include "kernels.h"
#define BODY "gemm_small.inc"
#include "each_real.h"
