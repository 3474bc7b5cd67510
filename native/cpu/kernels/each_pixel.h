/* Includes BODY, C over `pixel`, once for bytes and the two floating types of images: `real` is what they are computed in, PIXEL(name)
   names a function, BYTES is 1 where pixels are bytes, and TO_PIXEL(v) makes a pixel of a real: bytes are rounded and clamped. */
#include "simd.h"

INLINE uint8_t FN(to_byte)(float v) {
  v = v > 0 ? v : 0; /* NaN becomes 0 */
  return (uint8_t)((v < 255 ? v : 255) + 0.5f);
}

/* r[i] = x[at[i]], four bytes a store: a store for each costs more than all the rest. */
INLINE void FN(gather_u8)(uint8_t *restrict r, const uint8_t *restrict x, const int32_t *restrict at, int64_t n) {
  int64_t i = 0;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  for (; i + 4 <= n; i += 4) STORE(r + i, (uint32_t)(x[at[i]] | x[at[i + 1]] << 8 | x[at[i + 2]] << 16) | (uint32_t)x[at[i + 3]] << 24);
#endif
  for (; i < n; i++) r[i] = x[at[i]];
}

INLINE void FN(gather_f32)(float *restrict r, const float *restrict x, const int32_t *restrict at, int64_t n) {
  for (int64_t i = 0; i < n; i++) r[i] = x[at[i]];
}

INLINE void FN(gather_f64)(double *restrict r, const double *restrict x, const int32_t *restrict at, int64_t n) {
  for (int64_t i = 0; i < n; i++) r[i] = x[at[i]];
}

#define pixel uint8_t
#define real float
#define BYTES 1
#define PIXEL(name) FN(name##_u8)
#define TO_PIXEL(v) FN(to_byte)(v)
#include BODY
#undef pixel
#undef BYTES
#undef PIXEL
#undef TO_PIXEL

#define pixel float
#define BYTES 0
#define PIXEL(name) FN(name##_f32)
#define TO_PIXEL(v) (v)
#include BODY
#undef pixel
#undef real
#undef PIXEL

#define pixel double
#define real double
#define PIXEL(name) FN(name##_f64)
#include BODY
#undef pixel
#undef real
#undef BYTES
#undef PIXEL
#undef TO_PIXEL
#undef BODY
