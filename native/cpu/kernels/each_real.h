/* Includes BODY, C over `real`, for float and for double: `vec` with VL lanes, `ivec` of integers as wide as a real, `pvec` of
   VL int32 positions, and REAL(name) for the names. */
#include "simd.h"

typedef int64_t tm_vlong __attribute__((vector_size(VBYTES)));
typedef int32_t tm_vhalf __attribute__((vector_size(VBYTES / 2)));

#define real float
#define vec vf
#define ivec vi
#define pvec vi
#define VL VF
#define REAL(name) FN(name##_f32)
#include BODY
#undef real
#undef vec
#undef ivec
#undef pvec
#undef VL
#undef REAL

#define real double
#define vec vd
#define ivec tm_vlong
#define pvec tm_vhalf
#define VL VD
#define REAL(name) FN(name##_f64)
#include BODY
#undef real
#undef vec
#undef ivec
#undef pvec
#undef VL
#undef REAL
