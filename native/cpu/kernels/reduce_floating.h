/* The mathematics of reduce.def for floating dtypes: each macro takes a float, a double or a vector of either. */
#ifndef TM_REDUCE_FLOATING_H
#define TM_REDUCE_FLOATING_H

typedef vf vector_f32;
typedef vd vector_f64;
/* As many elements as a vd has lanes. */
typedef float widened_f32 __attribute__((vector_size(VBYTES / 2)));
typedef vd widened_f64;

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
  INLINE vec nonzero_##type(vec x) { return BLEND(x != 0, 1 - (vec){0}, (vec){0}); }                                              \
  INLINE vec larger_of_##type(vec x, vec y) { return BLEND((x > y) | (x != x), x, y); }                                           \
  INLINE vec smaller_of_##type(vec x, vec y) { return BLEND((x < y) | (x != x), x, y); }
OF_VECTOR(vf, vf)
OF_VECTOR(vd, vd)

INLINE double pow_double(double x, double p) { return pow(x, p); }
INLINE vd pow_vd(vd x, double p) {
  for (int k = 0; k < VD; k++) x[k] = pow(x[k], p);
  return x;
}
#define ANY_OF(name, x) _Generic((x), float: name##_float, double: name##_double, vf: name##_vf, vd: name##_vd)
#endif

#undef ABS
#undef POW
#undef LARGER
#undef SMALLER
#define ABS(x) ANY_OF(abs, x)(x)
#define POW(x, p) _Generic((x), double: pow_double, vd: pow_vd)(x, p)
#define NONZERO(x) ANY_OF(nonzero, x)(x)
#define LARGER(x, y) ANY_OF(larger_of, x)(x, y)
#define SMALLER(x, y) ANY_OF(smaller_of, x)(x, y)
#define LOWEST (-INFINITY)
#define HIGHEST INFINITY
