/* MT19937 (Matsumoto and Nishimura 1998): see generator.h. */
#include "generator.h"

_Static_assert(sizeof(tm_generator) <= TM_GENERATOR_BYTES, "the state fits the caller's buffer");

static const uint64_t MAGIC = UINT64_C(0x74616d6174737531);

enum { SHIFT = 397 };

int32_t tm_generator_seed(tm_bytes *generator, double seed) {
  if (!generator) return tm_fail(TM_DETACHED, "Cannot seed the generator: its buffer is detached");
  if (!(seed >= -0x1p53 && seed <= 0x1p53)) return tm_fail(TM_BAD_ARGUMENT, "Cannot seed the generator: the seed must be a number up to 2^53 but is %g", seed);
  tm_generator *g = generator;
  *g = (tm_generator){.magic = MAGIC, .seed = seed, .next = TM_TWISTER};
  g->state[0] = (uint32_t)(int64_t)seed;
  for (uint32_t i = 1; i < TM_TWISTER; i++) {
    uint32_t last = g->state[i - 1];
    g->state[i] = UINT32_C(1812433253) * (last ^ last >> 30) + i;
  }
  return TM_OK;
}

int32_t tm_generator_open(tm_generator **generator, const char *caller, tm_bytes *bytes) {
  tm_generator *g = bytes;
  if (!g) return tm_fail(TM_DETACHED, "Cannot run %s: the generator is detached", caller);
  if (g->magic != MAGIC) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the generator was not seeded", caller);
  if (g->next > TM_TWISTER) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the state of the generator is damaged", caller);
  *generator = g;
  return TM_OK;
}

static inline uint32_t twist(uint32_t high, uint32_t low, uint32_t far) {
  return far ^ ((high & 0x80000000) | (low & 0x7fffffff)) >> 1 ^ (-(low & 1) & 0x9908b0df);
}

static void refill(tm_generator *g) {
  int i = 0;
  for (; i < TM_TWISTER - SHIFT; i++) g->state[i] = twist(g->state[i], g->state[i + 1], g->state[i + SHIFT]);
  for (; i < TM_TWISTER - 1; i++) g->state[i] = twist(g->state[i], g->state[i + 1], g->state[i + SHIFT - TM_TWISTER]);
  g->state[i] = twist(g->state[i], g->state[0], g->state[SHIFT - 1]);
  g->next = 0;
}

uint32_t tm_generator_bits(tm_generator *g) {
  if (g->next >= TM_TWISTER) refill(g);
  uint32_t y = g->state[g->next++];
  y ^= y >> 11;
  y ^= y << 7 & 0x9d2c5680;
  y ^= y << 15 & 0xefc60000;
  return y ^ y >> 18;
}
