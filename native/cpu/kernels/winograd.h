/* What the Winograd kernels share. 3 x 3 convolution at stride 1 by F(4 x 4, 3 x 3), and 5 x 5 by F(2 x 2, 5 x 5): the filters (U), the
   input tiles of 6 x 6 pixels (V) and the output tiles are transformed, and in between stand 36 matrix products, one per frequency,
   with 36 multiplications for each 4 x 4 (2 x 2) pixels and pair of channels where the direct form has 144 (100). Points 0, 1, -1, 2,
   -2, infinity, so that both transform the input alike.

   Vectors run over channels: planes are first copied channel-last in groups of VF, with a border of zeros. The row stride of V is
   VF more than the channels: at powers of two all rows of a tile would share a few sets of L1. */
#ifndef TM_WINOGRAD_H
#define TM_WINOGRAD_H
#include "conv.h"

enum { WINOGRAD_BLOCK = 2 * VF, FREQUENCIES = 36 };

/* How many of n images are copied at a time: what fits 2 MiB at `image` elements each, spread evenly. */
static inline int64_t winograd_images(int64_t n, int64_t image) {
  int64_t most = (1 << 19) / image, passes = most < 1 ? n : (n + most - 1) / most;
  return (n + passes - 1) / passes;
}

/* [c][h][w] of one group of VF channels to [hp][wp][VF], moved by (top, left), zero elsewhere. */
static void winograd_channel_last(float *restrict d, const float *restrict s, int64_t h, int64_t w, int64_t hp, int64_t wp, int64_t top,
                                  int64_t left) {
  int64_t right = left + w < wp ? left + w : wp, have = right - left;
  for (int64_t y = 0; y < hp; y++, d += wp * VF) {
    int64_t from = y - top;
    if (from < 0 || from >= h) {
      memset(d, 0, (size_t)wp * VF * sizeof *d);
      continue;
    }
    memset(d, 0, (size_t)left * VF * sizeof *d);
    const float *q = s + from * w;
    float *row = d + left * VF;
    int64_t x = 0;
    for (; x + 4 <= have; x += 4) transpose_strip_f(row + x * VF, VF, q + x, h * w);
    for (; x < have; x++)
      for (int e = 0; e < VF; e++) row[x * VF + e] = q[e * h * w + x];
    memset(d + right * VF, 0, (size_t)(wp - right) * VF * sizeof *d);
  }
}

/* o = B' (a ... f): six inputs of a row or column. */
INLINE void winograd_input(vf o[6], vf a, vf b, vf c, vf d, vf e, vf f) {
  vf p = e - 4 * c, q = d - 4 * b, r = e - c, s = 2 * (d - b);
  o[0] = 4 * a - 5 * c + e;
  o[1] = p + q;
  o[2] = p - q;
  o[3] = r + s;
  o[4] = r - s;
  o[5] = 4 * b - 5 * d + f;
}

/* o = G r: n values that stand for the taps of a filter. The row of point p is (1, p, p^2 ...) over the product of its distances from the
   other points; that of infinity takes the last value. */
INLINE void winograd_spread(const int n, vf o[6], const vf *r) {
  vf even = r[0], odd = r[1], t = r[0] * (1.0f / 24), u = r[1] * (1.0f / 12);
  if (n > 2) even += r[2], t += r[2] * (1.0f / 6);
  if (n > 3) odd += r[3], u += r[3] * (1.0f / 3);
  if (n > 4) even += r[4], t += r[4] * (2.0f / 3);
  even *= -1.0f / 6, odd *= -1.0f / 6;
  o[0] = r[0] * 0.25f;
  o[1] = even + odd;
  o[2] = even - odd;
  o[3] = t + u;
  o[4] = t - u;
  o[5] = r[n - 1];
}

/* o = A' r: n values that stand for outputs: row i is (0^i, 1, (-1)^i, 2^i, (-2)^i), and the last one takes infinity. */
INLINE void winograd_gather(const int n, vf *o, const vf *r) {
  vf s = r[1] + r[2], t = r[1] - r[2], u = r[3] + r[4], v = r[3] - r[4];
  o[0] = r[0] + s + u;
  o[1] = t + 2 * v;
  if (n > 2) o[2] = s + 4 * u;
  if (n > 3) o[3] = t + 8 * v;
  if (n > 4) o[4] = s + 16 * u;
  o[n - 1] += r[5];
}

/* The 6 x 6 transform of the tile at d, a plane of vectors with rows `row` elements apart, to v, frequencies fs apart. */
INLINE void winograd_transform_tile(const float *d, int64_t row, float *v, int64_t fs) {
  vf m[6][6], o[6];
#pragma GCC unroll 6
  for (int i = 0; i < 6; i++) {
    const float *e = d + i * VF;
    winograd_input(o, LOAD(vf, e), LOAD(vf, e + row), LOAD(vf, e + 2 * row), LOAD(vf, e + 3 * row), LOAD(vf, e + 4 * row),
                   LOAD(vf, e + 5 * row));
    for (int q = 0; q < 6; q++) m[q][i] = o[q];
  }
  for (int q = 0; q < 6; q++) {
    winograd_input(o, m[q][0], m[q][1], m[q][2], m[q][3], m[q][4], m[q][5]);
    for (int i = 0; i < 6; i++) STORE(v + (q * 6 + i) * fs, o[i]);
  }
}
#endif
