/* Moving rows too short for a call of memcpy each. */
#ifndef TM_ROWS_H
#define TM_ROWS_H
#include "kernels.h"
#include "simd.h"

/* Copies a row; its last bytes by a vector that overlaps the one before. `to` is `from` or lies apart from it. */
INLINE void copy_row(char *to, const char *from, size_t bytes) {
  if (bytes >= TM_LONG_ROW || bytes < 8) {
    memmove(to, from, bytes);
    return;
  }
  if (bytes < VBYTES) { /* two halves that overlap */
    if (bytes < 16) {
      uint64_t first = LOAD(uint64_t, from), last = LOAD(uint64_t, from + bytes - 8);
      STORE(to, first);
      STORE(to + bytes - 8, last);
      return;
    }
    for (size_t i = 0; i + 16 < bytes; i += 16) STORE(to + i, LOAD(vf4, from + i));
    STORE(to + bytes - 16, LOAD(vf4, from + bytes - 16));
    return;
  }
  size_t i = 0;
  for (; i + 4 * VBYTES <= bytes; i += 4 * VBYTES) {
    vi a = LOAD(vi, from + i), b = LOAD(vi, from + i + VBYTES), c = LOAD(vi, from + i + 2 * VBYTES), d = LOAD(vi, from + i + 3 * VBYTES);
    STORE(to + i, a);
    STORE(to + i + VBYTES, b);
    STORE(to + i + 2 * VBYTES, c);
    STORE(to + i + 3 * VBYTES, d);
  }
  for (; i + VBYTES <= bytes; i += VBYTES) STORE(to + i, LOAD(vi, from + i));
  if (i < bytes) STORE(to + bytes - VBYTES, LOAD(vi, from + bytes - VBYTES));
}
#endif
