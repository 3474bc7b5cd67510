/* c = alpha a b + beta c for integers, any strides, in arithmetic that wraps: one kernel per width, whether signed or not.
   Products are taken in an unsigned type that C does not promote to int. */
#include "kernels.h"
#include "simd.h"

#define real uint8_t
#define GN(name) i8_##name
#define GEMM FN(gemm_i8)
typedef uint32_t i8_wide;
#include "gemm_integer.inc"
#undef real
#undef GN
#undef GEMM

#define real uint16_t
#define GN(name) i16_##name
#define GEMM FN(gemm_i16)
typedef uint32_t i16_wide;
#include "gemm_integer.inc"
#undef real
#undef GN
#undef GEMM

#define real uint32_t
#define GN(name) i32_##name
#define GEMM FN(gemm_i32)
typedef uint32_t i32_wide;
#include "gemm_integer.inc"
#undef real
#undef GN
#undef GEMM

#define real uint64_t
#define GN(name) i64_##name
#define GEMM FN(gemm_i64)
typedef uint64_t i64_wide;
#include "gemm_integer.inc"
