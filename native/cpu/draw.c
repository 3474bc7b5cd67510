/* Many numbers of a generator at once. */
#include "dispatch.h"
#include "draw.h"
#include <string.h>

void tm_generator_fill(tm_generator *g, int64_t n, uint32_t *bits) {
  uint32_t state[TM_TWISTER]; /* a copy that is aligned */
  memcpy(state, g->state, sizeof state);
  uint32_t next = g->next;
  bool changed = false;
  while (n > 0) {
    if (next >= TM_TWISTER) tm_kernel.twister_refill(state), next = 0, changed = true;
    int64_t some = TM_TWISTER - next < n ? TM_TWISTER - next : n;
    tm_kernel.twister_temper(some, bits, state + next);
    bits += some, n -= some, next += (uint32_t)some;
  }
  g->next = next;
  if (changed) memcpy(g->state, state, sizeof state);
}

void tm_generator_normal(tm_generator *g, int64_t n, double *out) {
  enum { PAIRS = 256 };
  if (n > 0 && g->has_second) {
    *out++ = g->second, n--;
    g->has_second = 0;
  }
  uint32_t bits[2 * PAIRS];
  double pairs[2 * PAIRS];
  for (; n > 0; n -= 2 * PAIRS, out += 2 * PAIRS) {
    int64_t some = n < 2 * PAIRS ? n : 2 * PAIRS, count = (some + 1) / 2;
    tm_generator_fill(g, 2 * count, bits);
    tm_kernel.box_muller(count, pairs, bits);
    memcpy(out, pairs, (size_t)some * sizeof *out);
    if (some & 1) g->second = pairs[some], g->has_second = 1;
  }
}
