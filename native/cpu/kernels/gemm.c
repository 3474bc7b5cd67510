/* c = alpha op(a) op(b) + beta c, float and double: packed panels and a register tile of MR rows x 2 vectors. */
#include "kernels.h"
#include "simd.h"

#define real float
#define vec vf
#define VL VF
#define GN(name) f32_##name
#define GEMM FN(gemm_f32)
#include "gemm.inc"
#undef real
#undef vec
#undef VL
#undef GN
#undef GEMM

#define real double
#define vec vd
#define VL VD
#define GN(name) f64_##name
#define GEMM FN(gemm_f64)
#include "gemm.inc"
