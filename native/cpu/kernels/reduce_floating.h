/* The mathematics of reduce.def for floating dtypes: each macro takes a float, a double or a vector of either. */
#ifndef TM_REDUCE_FLOATING_H
#define TM_REDUCE_FLOATING_H
#include "lanes.h"

typedef vf vector_f32;
typedef vd vector_f64;

#define BLEND(mask, x, y) ((__typeof__(x))(((mask) & (__typeof__(mask))(x)) | (~(mask) & (__typeof__(mask))(y))))

#define OF_SCALAR(real, type)                                                                                                     \
  INLINE real abs_##type(real x) { return x < 0 ? -x : x == 0 ? 0 : x; }                                                          \
  INLINE real nonzero_##type(real x) { return x == 0 ? 0 : 1; }                                                                         \
  INLINE real larger_of_##type(real x, real y) { return x > y || x != x ? x : y; }                                                \
  INLINE real smaller_of_##type(real x, real y) { return x < y || x != x ? x : y; }
OF_SCALAR(float, float)
OF_SCALAR(double, double)

#define OF_VECTOR(vec, type)                                                                                                      \
  INLINE vec abs_##type(vec x) { return BLEND(x < 0, -x, x); }                                                                    \
  INLINE vec nonzero_##type(vec x) { return BLEND(x != 0, 1 - (vec){0}, (vec){0}); }
OF_VECTOR(vf, vf)
OF_VECTOR(vd, vd)

/* x86's maximum returns its second operand if either is NaN: a NaN in x stays, one in y is put in as a mask of ones. */
#if defined(__AVX512F__)
INLINE vf larger_of_vf(vf x, vf y) { return (vf)_mm512_mask_mov_ps(_mm512_max_ps((__m512)y, (__m512)x), _mm512_cmp_ps_mask((__m512)y, (__m512)y, _CMP_UNORD_Q), (__m512)y); }
INLINE vd larger_of_vd(vd x, vd y) { return (vd)_mm512_mask_mov_pd(_mm512_max_pd((__m512d)y, (__m512d)x), _mm512_cmp_pd_mask((__m512d)y, (__m512d)y, _CMP_UNORD_Q), (__m512d)y); }
INLINE vf smaller_of_vf(vf x, vf y) { return (vf)_mm512_mask_mov_ps(_mm512_min_ps((__m512)y, (__m512)x), _mm512_cmp_ps_mask((__m512)y, (__m512)y, _CMP_UNORD_Q), (__m512)y); }
INLINE vd smaller_of_vd(vd x, vd y) { return (vd)_mm512_mask_mov_pd(_mm512_min_pd((__m512d)y, (__m512d)x), _mm512_cmp_pd_mask((__m512d)y, (__m512d)y, _CMP_UNORD_Q), (__m512d)y); }
#elif defined(__AVX2__)
INLINE vf larger_of_vf(vf x, vf y) { return (vf)((__typeof__(y != y))_mm256_max_ps((__m256)y, (__m256)x) | (y != y)); }
INLINE vd larger_of_vd(vd x, vd y) { return (vd)((__typeof__(y != y))_mm256_max_pd((__m256d)y, (__m256d)x) | (y != y)); }
INLINE vf smaller_of_vf(vf x, vf y) { return (vf)((__typeof__(y != y))_mm256_min_ps((__m256)y, (__m256)x) | (y != y)); }
INLINE vd smaller_of_vd(vd x, vd y) { return (vd)((__typeof__(y != y))_mm256_min_pd((__m256d)y, (__m256d)x) | (y != y)); }
#else
INLINE vf larger_of_vf(vf x, vf y) { return BLEND((x > y) | (x != x), x, y); }
INLINE vd larger_of_vd(vd x, vd y) { return BLEND((x > y) | (x != x), x, y); }
INLINE vf smaller_of_vf(vf x, vf y) { return BLEND((x < y) | (x != x), x, y); }
INLINE vd smaller_of_vd(vd x, vd y) { return BLEND((x < y) | (x != x), x, y); }
#endif

INLINE double pow_double(double x, double p) { return pow(x, p); }
INLINE vd pow_vd(vd x, double p) {
  for (int k = 0; k < VD; k++) x[k] = pow(x[k], p);
  return x;
}
/* The reduction of a vector's lanes as a tree, in all lanes. */
#define FOLD(v, join, width)                                                                                                      \
  for (int half_ = (width) / 2; half_; half_ /= 2) v = join(v, ANY_VECTOR(turn, v)(v, half_))
#define ANY_VECTOR(name, v) _Generic((v), vf: name##_vf, vd: name##_vd)
#define ANY_OF(name, x) _Generic((x), float: name##_float, double: name##_double, vf: name##_vf, vd: name##_vd)
#endif

#undef ABS
#undef POW
#undef LARGER
#undef SMALLER
#define ABS(x) ANY_OF(abs, x)(x)
#define POW(x, p) _Generic((x), double: pow_double, vd: pow_vd)(x, p)
#define NONZERO(x) ANY_OF(nonzero, x)(x)
/* Fused multiply-adds run beside the conversions to double, where sums would wait for them. */
#define ONCE(x) ((x)*tm_bound.one)
#define LARGER(x, y) ANY_OF(larger_of, x)(x, y)
#define SMALLER(x, y) ANY_OF(smaller_of, x)(x, y)
#define LOWEST (-INFINITY)
#define HIGHEST INFINITY
