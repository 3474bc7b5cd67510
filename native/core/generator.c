/* MT19937 (Matsumoto and Nishimura 1998) as Torch7 draws from it: see generator.h. */
#include "generator.h"
#include <string.h>

_Static_assert(sizeof(tm_generator) <= TM_GENERATOR_BYTES, "the state fits the caller's buffer");

static const uint64_t MAGIC = UINT64_C(0x74616d6174737532);

int32_t tm_generator_seed(tm_bytes *generator, double seed) {
  if (!generator) return tm_fail(TM_DETACHED, "Cannot seed the generator: its buffer is detached");
  if (!(seed >= -0x1p53 && seed <= 0x1p53))
    return tm_fail(TM_BAD_ARGUMENT, "Cannot seed the generator: the seed must be a number up to 2^53 but is %g", seed);
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

uint32_t tm_generator_bits(tm_generator *g) {
  if (g->next >= TM_TWISTER) {
    uint32_t state[TM_TWISTER]; /* a copy that is aligned */
    memcpy(state, g->state, sizeof state);
    tm_twister_refill(state), g->next = 0;
    memcpy(g->state, state, sizeof state);
  }
  uint32_t bits = g->state[g->next++];
  tm_twister_temper(1, &bits, &(uint32_t){bits});
  return bits;
}
