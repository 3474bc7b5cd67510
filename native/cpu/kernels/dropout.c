/* Dropout masks from Philox-4x32-10 (Salmon, Moraes, Dror, Shaw 2011): block i of four numbers is a function of the key and i,
   so any thread can make any part, and every instruction set makes the same bits. */
#include "kernels.h"
#include "simd.h"

enum { LANES = 32 }; /* blocks made together; a multiple of every vector */

/* random[4 * k + r] = number r of block first + k. */
static void philox(uint32_t *restrict random, uint64_t first, uint32_t key0, uint32_t key1) {
  uint32_t a[LANES], b[LANES], c[LANES], d[LANES];
  for (int k = 0; k < LANES; k++) {
    uint64_t i = first + (uint64_t)k;
    a[k] = (uint32_t)i, b[k] = (uint32_t)(i >> 32), c[k] = 0, d[k] = 0;
  }
  for (int round = 0; round < 10; round++) {
    for (int k = 0; k < LANES; k++) {
      uint64_t p = UINT64_C(0xD2511F53) * a[k], q = UINT64_C(0xCD9E8D57) * c[k];
      a[k] = (uint32_t)(q >> 32) ^ b[k] ^ key0, b[k] = (uint32_t)q;
      c[k] = (uint32_t)(p >> 32) ^ d[k] ^ key1, d[k] = (uint32_t)p;
    }
    key0 += 0x9E3779B9, key1 += 0xBB67AE85;
  }
  for (int k = 0; k < LANES; k++) random[4 * k] = a[k], random[4 * k + 1] = b[k], random[4 * k + 2] = c[k], random[4 * k + 3] = d[k];
}

#define BODY "dropout.inc"
#include "each_real.h"
