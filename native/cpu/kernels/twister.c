/* The loops of the Mersenne Twister, and Box and Muller's transformation. */
#include "vmath.h"
#include "simd.h"
#include <math.h>
#include <stddef.h>

enum { WORDS = 624, SHIFT = 397 };

INLINE uint32_t twist(uint32_t high, uint32_t low, uint32_t far) {
  return far ^ ((high & 0x80000000) | (low & 0x7fffffff)) >> 1 ^ (-(low & 1) & 0x9908b0df);
}

/* The next 624 words. A word is made from the one after it and the one 397 after it, which the first 227 find unchanged. */
void FN(twister_refill)(uint32_t s[WORDS]) {
  uint32_t next[WORDS + 1];
  memcpy(next, s, WORDS * sizeof *s);
  for (int i = 0; i < WORDS - SHIFT; i++) s[i] = twist(next[i], next[i + 1], next[i + SHIFT]);
  for (int i = WORDS - SHIFT; i < 2 * (WORDS - SHIFT); i++) s[i] = twist(next[i], next[i + 1], s[i + SHIFT - WORDS]);
  next[WORDS] = s[0];
  for (int i = 2 * (WORDS - SHIFT); i < WORDS; i++) s[i] = twist(next[i], next[i + 1], s[i + SHIFT - WORDS]);
}

void FN(twister_temper)(int64_t n, uint32_t *restrict to, const uint32_t *restrict s) {
  for (int64_t i = 0; i < n; i++) {
    uint32_t y = s[i];
    y ^= y >> 11;
    y ^= y << 7 & 0x9d2c5680;
    y ^= y << 15 & 0xefc60000;
    to[i] = y ^ y >> 18;
  }
}

/* Pairs (u, v) of 32 bits to pairs of standard normal numbers: radius sqrt(-2 log(1 - v)), angle 2 pi u. */
void FN(box_muller)(int64_t pairs, double *restrict out, const uint32_t *restrict bits) {
  for (int64_t i = 0; i < pairs; i++) {
    double u = bits[2 * i] * 0x1p-32, radius = sqrt(-2 * tm_log_normal(1 - bits[2 * i + 1] * 0x1p-32, 0));
    double shifted = u * 4 + 6755399441055744.0, quarter = shifted - 6755399441055744.0, r = u - quarter * 0.25, z = r * r, w = z * z;
    double sine = r * ((6.283185307179586 + z * -41.34170224040031) +
                       w * ((81.60524927662941 + z * -76.70585993256192) +
                            w * ((42.05872089439995 + z * -15.096722253808878) + w * (3.9004247872281734 + z * -1.9577152508736333))));
    double cosine = (1 + z * -19.739208802178634) +
                    w * ((64.93939402266264 + z * -85.45681721766071) +
                         w * ((60.24464447533742 + z * -26.426597260179648) + w * (7.92043405446638 + z * -2.025973655690847)));
    uint64_t q = (uint64_t)tm_bits64(shifted), odd = -(q & 1);
    uint64_t c = (uint64_t)tm_bits64(cosine), s = (uint64_t)tm_bits64(sine), swapped = (c ^ s) & odd;
    c ^= swapped, s ^= swapped; /* odd quarters turn cosine and sine into each other */
    c ^= (q + 1) << 62 & UINT64_C(1) << 63, s ^= q << 62 & UINT64_C(1) << 63;
    out[2 * i] = radius * tm_from_bits64((int64_t)c);
    out[2 * i + 1] = radius * tm_from_bits64((int64_t)s);
  }
}
