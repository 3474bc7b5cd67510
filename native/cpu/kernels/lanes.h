/* Vector steps that compilers make something slower of: widening loads, turning lanes round, asking about all lanes. */
#ifndef TM_LANES_H
#define TM_LANES_H
#include "simd.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* ---- VD doubles from memory ---- */

INLINE vd widen_f32(const float *p) {
#if defined(__AVX512F__)
  return (vd)_mm512_cvtps_pd(_mm256_loadu_ps(p));
#elif defined(__AVX2__)
  return (vd)_mm256_cvtps_pd(_mm_loadu_ps(p));
#else
  return (vd){p[0], p[1]};
#endif
}
INLINE vd widen_f64(const double *p) { return LOAD(vd, p); }
/* The sums of four runs of 2 VD elements; floats are added before they are widened, which is what such loops wait for. */
INLINE void widen_sums_f32(const float *a, const float *b, const float *c, const float *d, vd to[2]) {
#if defined(__AVX512F__)
  const __m512 sum = _mm512_add_ps(_mm512_add_ps(_mm512_loadu_ps(a), _mm512_loadu_ps(b)), _mm512_add_ps(_mm512_loadu_ps(c), _mm512_loadu_ps(d)));
  to[0] = (vd)_mm512_cvtps_pd(_mm512_castps512_ps256(sum)), to[1] = (vd)_mm512_cvtps_pd(_mm512_extractf32x8_ps(sum, 1));
#elif defined(__AVX2__)
  const __m256 sum = _mm256_add_ps(_mm256_add_ps(_mm256_loadu_ps(a), _mm256_loadu_ps(b)), _mm256_add_ps(_mm256_loadu_ps(c), _mm256_loadu_ps(d)));
  to[0] = (vd)_mm256_cvtps_pd(_mm256_castps256_ps128(sum)), to[1] = (vd)_mm256_cvtps_pd(_mm256_extractf128_ps(sum, 1));
#else
  const vf4 sum = (LOAD(vf4, a) + LOAD(vf4, b)) + (LOAD(vf4, c) + LOAD(vf4, d));
  to[0] = (vd){sum[0], sum[1]}, to[1] = (vd){sum[2], sum[3]};
#endif
}
INLINE void widen_sums_f64(const double *a, const double *b, const double *c, const double *d, vd to[2]) {
  for (int k = 0; k < 2; k++, a += VD, b += VD, c += VD, d += VD) to[k] = (LOAD(vd, a) + LOAD(vd, b)) + (LOAD(vd, c) + LOAD(vd, d));
}

/* ---- lanes turned round by `by`, a power of two below their number; a constant after inlining ---- */

#define TURN2(v) __builtin_shufflevector(v, v, 1, 0)
#define TURN4(v, b) __builtin_shufflevector(v, v, (b) & 3, (b + 1) & 3, (b + 2) & 3, (b + 3) & 3)
#define TURN8(v, b)                                                                                                               \
  __builtin_shufflevector(v, v, (b) & 7, (b + 1) & 7, (b + 2) & 7, (b + 3) & 7, (b + 4) & 7, (b + 5) & 7, (b + 6) & 7, (b + 7) & 7)
#define TURN16(v, b)                                                                                                              \
  __builtin_shufflevector(v, v, (b) & 15, (b + 1) & 15, (b + 2) & 15, (b + 3) & 15, (b + 4) & 15, (b + 5) & 15, (b + 6) & 15,     \
                          (b + 7) & 15, (b + 8) & 15, (b + 9) & 15, (b + 10) & 15, (b + 11) & 15, (b + 12) & 15, (b + 13) & 15,   \
                          (b + 14) & 15, (b + 15) & 15)
#if defined(__AVX512F__)
INLINE vf turn_vf(vf v, int by) { return by == 8 ? TURN16(v, 8) : by == 4 ? TURN16(v, 4) : by == 2 ? TURN16(v, 2) : TURN16(v, 1); }
INLINE vd turn_vd(vd v, int by) { return by == 4 ? TURN8(v, 4) : by == 2 ? TURN8(v, 2) : TURN8(v, 1); }
#elif defined(__AVX2__)
INLINE vf turn_vf(vf v, int by) { return by == 4 ? TURN8(v, 4) : by == 2 ? TURN8(v, 2) : TURN8(v, 1); }
INLINE vd turn_vd(vd v, int by) { return by == 2 ? TURN4(v, 2) : TURN4(v, 1); }
#else
INLINE vf turn_vf(vf v, int by) { return by == 2 ? TURN4(v, 2) : TURN4(v, 1); }
INLINE vd turn_vd(vd v, int by) { return (void)by, TURN2(v); }
#endif

/* ---- the lanes moved up by `by`, those of `fill` below them; the last lane in all ---- */

#define UP8(v, f, b)                                                                                                              \
  __builtin_shufflevector(f, v, 0 < b ? 0 : 8 - b, 1 < b ? 1 : 9 - b, 2 < b ? 2 : 10 - b, 3 < b ? 3 : 11 - b, 4 < b ? 4 : 12 - b, \
                          5 < b ? 5 : 13 - b, 6 < b ? 6 : 14 - b, 7 < b ? 7 : 15 - b)
#if defined(__AVX512F__)
INLINE vd up_vd(vd v, vd fill, int by) { return by == 4 ? UP8(v, fill, 4) : by == 2 ? UP8(v, fill, 2) : UP8(v, fill, 1); }
INLINE vd last_vd(vd v) { return __builtin_shufflevector(v, v, 7, 7, 7, 7, 7, 7, 7, 7); }
#elif defined(__AVX2__)
INLINE vd up_vd(vd v, vd fill, int by) {
  return by == 2 ? __builtin_shufflevector(fill, v, 0, 1, 4, 5) : __builtin_shufflevector(fill, v, 0, 4, 5, 6);
}
INLINE vd last_vd(vd v) { return __builtin_shufflevector(v, v, 3, 3, 3, 3); }
#else
INLINE vd up_vd(vd v, vd fill, int by) { return (void)by, __builtin_shufflevector(fill, v, 0, 2); }
INLINE vd last_vd(vd v) { return __builtin_shufflevector(v, v, 1, 1); }
#endif

/* ---- doubles to memory ---- */

INLINE void narrow_f32(float *p, vd v) {
#if defined(__AVX512F__)
  _mm256_storeu_ps(p, _mm512_cvtpd_ps((__m512d)v));
#elif defined(__AVX2__)
  _mm_storeu_ps(p, _mm256_cvtpd_ps((__m256d)v));
#else
  p[0] = (float)v[0], p[1] = (float)v[1];
#endif
}
INLINE void narrow_f64(double *p, vd v) { STORE(p, v); }

/* ---- all lanes of a comparison ---- */

typedef __typeof__((vf){0} == (vf){0}) mask_vf;
typedef __typeof__((vd){0} == (vd){0}) mask_vd;

#if defined(__AVX512F__)
#define ANY(mask) (_mm512_test_epi32_mask((__m512i)(mask), (__m512i)(mask)) != 0)
#elif defined(__AVX2__)
#define ANY(mask) (_mm256_movemask_epi8((__m256i)(mask)) != 0)
#elif defined(__x86_64__)
#define ANY(mask) (_mm_movemask_epi8((__m128i)(mask)) != 0)
#else
#define ANY(mask)                                                                                                                 \
  ({                                                                                                                              \
    int64_t word_[VBYTES / 8], any_ = 0;                                                                                          \
    memcpy(word_, &(mask), VBYTES);                                                                                               \
    for (int w_ = 0; w_ < VBYTES / 8; w_++) any_ |= word_[w_];                                                                    \
    any_ != 0;                                                                                                                    \
  })
#endif

/* ---- the last n lanes set, n from 0 to the number of lanes ---- */

static const int32_t lane_masks[32] = {0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,
                                       -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
INLINE mask_vf last_lanes_vf(int64_t n) { return LOAD(mask_vf, lane_masks + 16 + n - VF); }
INLINE mask_vd last_lanes_vd(int64_t n) { return LOAD(mask_vd, lane_masks + 16 + 2 * (n - VD)); }
#endif
