/* Pixels of images at any positions: the nearest, or interpolated. */
#include "kernels.h"
#include "simd.h"
#include <math.h>

enum { IMAGE_BLOCK = 256, IMAGE_TAPS = 6, IMAGE_TASK = 65536 };

/* Positions of the pixels x0 ... x0 + n - 1 of row y. */
static void FN(positions)(const tm_sampling *g, int64_t b, int64_t y, int64_t x0, int64_t n, double *restrict sy, double *restrict sx) {
  const double *m = g->map;
  if (g->affine) {
    const double y1 = m[0] * (double)y + m[2], x1 = m[3] * (double)y + m[5];
    for (int64_t i = 0; i < n; i++) sy[i] = m[1] * (double)(x0 + i) + y1, sx[i] = m[4] * (double)(x0 + i) + x1;
    return;
  }
  const int64_t plane = g->oh * g->ow;
  const double *v = m + (g->fields > 1 ? b * 2 * plane : 0) + y * g->ow + x0, *u = v + plane;
  if (g->offset)
    for (int64_t i = 0; i < n; i++) sy[i] = v[i] + (double)y, sx[i] = u[i] + (double)(x0 + i);
  else
    for (int64_t i = 0; i < n; i++) sy[i] = v[i], sx[i] = u[i];
}

/* s moved into [0, limit]; NaN becomes 0. */
INLINE double FN(clamped)(double s, double limit) {
  s = s > 0 ? s : 0;
  return s < limit ? s : limit;
}

/* Whether positions belong to the image. */
INLINE int32_t FN(belongs)(double s, double size, const int border) {
  if (border == TM_BORDER_CLAMP) return 1;
  if (border == TM_BORDER_PAD) return s >= 0 && s <= size - 1;
  if (border == TM_BORDER_HALF) return s >= -0.5 && s < size - 0.5;
  return s >= 0 && s < size;
}

/* Finds the nearest pixels. */
INLINE void FN(find_nearest)(const tm_sampling *g, int64_t n, const double *restrict sy, const double *restrict sx, const int border,
                             int32_t *restrict inside, int32_t *restrict at) {
  const double h = (double)g->h, w = (double)g->w, half = border == TM_BORDER_FLOOR ? 0 : 0.5;
  const int32_t step = (int32_t)g->w;
  for (int64_t i = 0; i < n; i++) {
    inside[i] = FN(belongs)(sy[i], h, border) & FN(belongs)(sx[i], w, border);
    const int32_t y = (int32_t)(FN(clamped)(sy[i], h - 1 + half / 2) + half), x = (int32_t)(FN(clamped)(sx[i], w - 1 + half / 2) + half);
    at[i] = y * step + x;
  }
}

/* Finds the upper left of four neighbours inside, and where among them the position lies; a side of one pixel counts twice. */
INLINE void FN(find_four)(const tm_sampling *g, int64_t n, const double *restrict sy, const double *restrict sx, const int border,
                          int32_t *restrict inside, int32_t *restrict at, double *restrict fy, double *restrict fx) {
  const double h = (double)g->h, w = (double)g->w, half = border == TM_BORDER_FLOOR;
  const int32_t step = (int32_t)g->w, last_y = g->h > 1 ? (int32_t)g->h - 2 : 0, last_x = g->w > 1 ? step - 2 : 0;
  for (int64_t i = 0; i < n; i++) {
    inside[i] = FN(belongs)(sy[i], h, border) & FN(belongs)(sx[i], w, border);
    double v = FN(clamped)(sy[i], h - 1), u = FN(clamped)(sx[i], w - 1);
    const int32_t y = (int32_t)v, x = (int32_t)u;
    /* Without four neighbours a polar transform takes the nearest pixel. */
    const int edge = half && (y > last_y || x > last_x);
    v = edge ? y : v, u = edge ? x : u;
    const int32_t top = y < last_y ? y : last_y, left = x < last_x ? x : last_x;
    at[i] = top * step + left;
    fy[i] = v - top, fx[i] = u - left;
  }
}

/* The weights of bicubic for the distance f from the second of four neighbours. */
INLINE void FN(cubic_weights)(double f, double *a, double *b, double *c, double *d) {
  *a = f * (-0.5 + f * (1 - 0.5 * f)), *b = 1 + f * f * (-2.5 + 1.5 * f);
  *c = f * (0.5 + f * (2 - 1.5 * f)), *d = f * f * (-0.5 + 0.5 * f);
}

/* Finds the upper left of 4 x 4 neighbours and their weights; returns whether all of them lie in the image, for every position. */
INLINE int FN(find_sixteen)(const tm_sampling *g, int64_t n, const double *restrict sy, const double *restrict sx, int32_t *restrict at,
                            double wy[4][IMAGE_BLOCK], double wx[4][IMAGE_BLOCK]) {
  const double h = (double)g->h, w = (double)g->w;
  const int32_t step = (int32_t)g->w;
  int32_t outside = 0;
  for (int64_t i = 0; i < n; i++) {
    const double v = sy[i], u = sx[i];
    outside |= !((v >= 1) & (v < h - 2) & (u >= 1) & (u < w - 2));
  }
  if (outside) return 0;
  for (int64_t i = 0; i < n; i++) {
    const int32_t y = (int32_t)sy[i], x = (int32_t)sx[i];
    at[i] = (y - 1) * step + x - 1;
    FN(cubic_weights)(sy[i] - y, &wy[0][i], &wy[1][i], &wy[2][i], &wy[3][i]);
    FN(cubic_weights)(sx[i] - x, &wx[0][i], &wx[1][i], &wx[2][i], &wx[3][i]);
  }
  return 1;
}

/* Weights of the neighbours first ... first + taps - 1 of a position, and their places; bicubic leaves out those beyond the image. */
static int FN(find_taps)(double s, int64_t size, int mode, double *weight, int32_t *place) {
  const double whole = floor(s), f = s - whole;
  const int64_t first = (int64_t)whole - (mode == TM_SAMPLE_BICUBIC ? 1 : 2);
  if (mode == TM_SAMPLE_BICUBIC) {
    double w[4];
    FN(cubic_weights)(f, w, w + 1, w + 2, w + 3);
    int taps = 0;
    for (int t = 0; t < 4; t++)
      if (first + t >= 0 && first + t < size) weight[taps] = w[t], place[taps++] = (int32_t)(first + t);
    return taps;
  }
  double sum = 0;
  for (int t = 0; t < IMAGE_TAPS; t++) {
    const double d = f + 2 - t, a = M_PI * d;
    weight[t] = fabs(d) < 1e-6 ? 1 : fabs(d) >= 3 ? 0 : 3 * sin(a) * sin(a / 3) / (a * a);
    sum += weight[t];
    const int64_t at = first + t;
    place[t] = (int32_t)(at < 0 ? 0 : at < size ? at : size - 1);
  }
  for (int t = 0; t < IMAGE_TAPS; t++) weight[t] /= sum;
  return IMAGE_TAPS;
}

#define BODY "image_sample.inc"
#include "each_pixel.h"
