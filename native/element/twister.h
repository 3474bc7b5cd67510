/* The Mersenne Twister's words (Matsumoto and Nishimura 1998). */
#ifndef TM_TWISTER_H
#define TM_TWISTER_H
#include <stdint.h>
#include <string.h>

enum { TM_TWISTER = 624 };

static inline uint32_t tm_twist(uint32_t high, uint32_t low, uint32_t far) {
  return far ^ ((high & 0x80000000) | (low & 0x7fffffff)) >> 1 ^ (-(low & 1) & 0x9908b0df);
}

/* The next 624 words. A word is made from the one after it and the one 397 after it, which the first 227 find unchanged. */
static inline void tm_twister_refill(uint32_t s[TM_TWISTER]) {
  enum { FAR = 397, NEAR = TM_TWISTER - FAR };
  uint32_t next[TM_TWISTER + 1];
  memcpy(next, s, TM_TWISTER * sizeof *s);
  for (int i = 0; i < NEAR; i++) s[i] = tm_twist(next[i], next[i + 1], next[i + FAR]);
  for (int i = NEAR; i < 2 * NEAR; i++) s[i] = tm_twist(next[i], next[i + 1], s[i - NEAR]);
  next[TM_TWISTER] = s[0];
  for (int i = 2 * NEAR; i < TM_TWISTER; i++) s[i] = tm_twist(next[i], next[i + 1], s[i - NEAR]);
}

static inline void tm_twister_temper(int64_t n, uint32_t *__restrict to, const uint32_t *__restrict s) {
  for (int64_t i = 0; i < n; i++) {
    uint32_t y = s[i];
    y ^= y >> 11;
    y ^= y << 7 & 0x9d2c5680;
    y ^= y << 15 & 0xefc60000;
    to[i] = y ^ y >> 18;
  }
}
#endif
