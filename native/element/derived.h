/* Functions of a real number made of those in functions.h. */
#ifndef TM_DERIVED_H
#define TM_DERIVED_H

#define EACH(real, dtype)                                                                                                         \
  TM_MATH real larger_##dtype(real x, real y) { return x > y || x != x ? x : y; }                                                 \
  TM_MATH real smaller_##dtype(real x, real y) { return x < y || x != x ? x : y; }                                                \
  TM_MATH real remainder_##dtype(real x, real y) { return x - y * floor_##dtype(x / y); }                                         \
  TM_MATH real softplus_##dtype(real x) { return x > 20 ? x : log1p_##dtype(exp_##dtype(x)); }
EACH(float, f32)
EACH(double, f64)
#undef EACH

/* d/dx lgamma(x): reflected to x > 0, moved up to where the asymptotic series holds. */
TM_LARGE double tm_digamma(double x) {
  double result = 0;
  if (x <= 0) {
    if (x == floor(x)) return NAN;
    result = -M_PI / tan(M_PI * x);
    x = 1 - x;
  }
  for (; x < 10; x++) result -= 1 / x;
  double z = 1 / (x * x);
  return result + log(x) - 0.5 / x -
         z * (1.0 / 12 - z * (1.0 / 120 - z * (1.0 / 252 - z * (1.0 / 240 - z * (1.0 / 132 - z * (691.0 / 32760))))));
}
#endif
