/* c = alpha a b + beta c for matrices of a few hundred multiplications, any strides: no packing, no threads, no scratch. */
#include "kernels.h"
#include "simd.h"

#define real float
#define vec vf
#define VL VF
#define GN(name) f32_##name
#define GEMM_SMALL FN(gemm_small_f32)
#include "gemm_small.inc"
#undef real
#undef vec
#undef VL
#undef GN
#undef GEMM_SMALL

#define real double
#define vec vd
#define VL VD
#define GN(name) f64_##name
#define GEMM_SMALL FN(gemm_small_f64)
#include "gemm_small.inc"
