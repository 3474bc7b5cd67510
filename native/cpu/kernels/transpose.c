/* Transposition of a tile: to[j * ts + i] = from[i * fs + j] for i < rows, j < columns, elements of `width` bytes. */
#include "simd.h"
#include <stddef.h>

static void four_bytes(int64_t rows, int64_t columns, float *restrict to, int64_t ts, const float *restrict from, int64_t fs) {
  int64_t i = 0;
  for (; i + 4 <= rows; i += 4) {
    int64_t j = 0;
    for (; j + 4 <= columns; j += 4) transpose4(to + j * ts + i, ts, from + i * fs + j, fs);
    for (; j < columns; j++)
      for (int k = 0; k < 4; k++) memcpy(&to[j * ts + i + k], &from[(i + k) * fs + j], 4);
  }
  for (; i < rows; i++)
    for (int64_t j = 0; j < columns; j++) memcpy(&to[j * ts + i], &from[i * fs + j], 4);
}

#define PLAIN(type)                                                                                                               \
  static void plain_##type(int64_t rows, int64_t columns, type *restrict to, int64_t ts, const type *restrict from, int64_t fs) { \
    for (int64_t j = 0; j < columns; j++)                                                                                         \
      for (int64_t i = 0; i < rows; i++) to[j * ts + i] = from[i * fs + j];                                                       \
  }
PLAIN(uint8_t)
PLAIN(uint16_t)
PLAIN(uint64_t)

void FN(transpose)(size_t width, int64_t rows, int64_t columns, void *to, int64_t ts, const void *from, int64_t fs) {
  switch (width) {
  case 1: plain_uint8_t(rows, columns, to, ts, from, fs); break;
  case 2: plain_uint16_t(rows, columns, to, ts, from, fs); break;
  case 4: four_bytes(rows, columns, to, ts, from, fs); break;
  default: plain_uint64_t(rows, columns, to, ts, from, fs);
  }
}
