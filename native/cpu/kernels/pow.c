/* x^y = 2^(y log2 x) of float32. A block goes through the logarithm, then through the exponential: one loop over both would be
   longer than what a processor reorders, and half as fast. Blocks that hold anything but positive normal numbers take the loop
   that knows all cases. */
#include "pow.h"
#include "element.h"

enum { BLOCK = 512 };

static void load(int64_t n, float *restrict to, const float *restrict x, int64_t xs) {
  for (int64_t i = 0; i < n; i++) to[i] = x[i * xs];
}
static void store(int64_t n, float *restrict r, int64_t rs, const float *restrict from) {
  for (int64_t i = 0; i < n; i++) r[i * rs] = from[i];
}

/* Whether all are positive, normal and finite; finite alone is enough for exponents. */
static int plain(int64_t n, const float *x) {
  int bad = 0;
  for (int64_t i = 0; i < n; i++) bad |= !(x[i] >= 1.17549435e-38f && x[i] <= 3.4028234e38f);
  return !bad;
}
static int all_finite(int64_t n, const float *x) {
  int bad = 0;
  for (int64_t i = 0; i < n; i++) bad |= !(x[i] - x[i] == 0);
  return !bad;
}

static void logarithms(int64_t n, double *restrict l, const float *restrict x) {
  for (int64_t i = 0; i < n; i++) l[i] = tm_log2_reduced(x[i], 0);
}

/* One block: x and r contiguous, y contiguous (ys 1) or a single number (ys 0). */
static void power(int64_t n, float *r, const float *x, const float *y, int64_t ys) {
  double l[BLOCK];
  if (!plain(n, x) || !all_finite(ys ? n : 1, y)) {
    if (ys) {
      INDEPENDENT for (int64_t i = 0; i < n; i++) r[i] = tm_powf(x[i], y[i]);
    } else {
      const float exponent = *y;
      INDEPENDENT for (int64_t i = 0; i < n; i++) r[i] = tm_powf(x[i], exponent);
    }
    return;
  }
  logarithms(n, l, x);
  if (ys) {
    INDEPENDENT for (int64_t i = 0; i < n; i++) r[i] = tm_exp2_to_float((double)y[i] * l[i]);
  } else {
    const double exponent = *y;
    INDEPENDENT for (int64_t i = 0; i < n; i++) r[i] = tm_exp2_to_float(exponent * l[i]);
  }
}

static void blocks(int64_t n, float *r, int64_t rs, const float *x, int64_t xs, const float *y, int64_t ys) {
  float rb[BLOCK], xb[BLOCK], yb[BLOCK];
  for (int64_t i = 0; i < n; i += BLOCK, r += BLOCK * rs, x += BLOCK * xs, y += BLOCK * ys) {
    int64_t some = n - i < BLOCK ? n - i : BLOCK;
    const float *base = x, *exponent = y;
    if (xs != 1) load(some, xb, x, xs), base = xb;
    if (ys > 1 || ys < 0) load(some, yb, y, ys), exponent = yb;
    power(some, rs == 1 ? r : rb, base, exponent, ys != 0);
    if (rs != 1) store(some, r, rs, rb);
  }
}

void FN(pow_loop)(int64_t n, void *r, int64_t rs, const void *x, int64_t xs, double a, double b) {
  const float exponent = (float)a;
  (void)b;
  blocks(n, r, rs, x, xs, &exponent, 0);
}

void FN(cpow_loop)(int64_t n, void *r, int64_t rs, const void *x, int64_t xs, const void *y, int64_t ys, double a) {
  (void)a;
  blocks(n, r, rs, x, xs, y, ys);
}

void FN(tpow_loop)(int64_t n, void *r_, int64_t rs, const void *x_, int64_t xs, double a, double b) {
  float *r = r_, base = (float)a;
  const float *x = x_;
  (void)b;
  if (base > 0 && base < INFINITY) { /* NaN and infinite exponents pass through the exponential, but 1^x is 1 */
    const double l = log2((double)base);
    if (l == 0)
      for (int64_t i = 0; i < n; i++) r[i * rs] = 1;
    else if (rs == 1 && xs == 1) {
      INDEPENDENT for (int64_t i = 0; i < n; i++) r[i] = tm_exp2_to_float(x[i] * l);
    } else
      for (int64_t i = 0; i < n; i++) r[i * rs] = tm_exp2_to_float(x[i * xs] * l);
  } else {
    INDEPENDENT for (int64_t i = 0; i < n; i++) r[i * rs] = tm_powf(base, x[i * xs]);
  }
}
