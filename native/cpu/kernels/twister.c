/* The loops of the Mersenne Twister, and Box and Muller's transformation. */
#include "twister.h"
#include "simd.h"
#include "vmath.h"
#include <math.h>
#include <stddef.h>

void FN(twister_refill)(uint32_t s[TM_TWISTER]) { tm_twister_refill(s); }
void FN(twister_temper)(int64_t n, uint32_t *restrict to, const uint32_t *restrict s) { tm_twister_temper(n, to, s); }

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
