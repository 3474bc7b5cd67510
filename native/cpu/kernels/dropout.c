/* Dropout masks from Philox-4x32-10 (Salmon, Moraes, Dror, Shaw 2011): block i of four numbers is a function of the key and i,
   so any thread can make any part, and every instruction set makes the same bits. */
#include "kernels.h"
#include "simd.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* One 32-bit word per 64-bit lane; what lies above it does not count. */
typedef uint64_t words __attribute__((vector_size(VBYTES)));
enum { LANES = VBYTES / 8 };

/* The 64-bit products of words. */
INLINE words multiply(words a, words b) {
#if defined(__AVX512F__)
  return (words)_mm512_mul_epu32((__m512i)a, (__m512i)b);
#elif defined(__AVX2__)
  return (words)_mm256_mul_epu32((__m256i)a, (__m256i)b);
#elif defined(__SSE2__)
  return (words)_mm_mul_epu32((__m128i)a, (__m128i)b);
#else
  return (a & 0xffffffff) * (b & 0xffffffff);
#endif
}

/* Lanes of x and y in turn: the first half, the second half. */
#if defined(__AVX512F__)
#define FIRST(x, y) __builtin_shufflevector(x, y, 0, 8, 1, 9, 2, 10, 3, 11)
#define SECOND(x, y) __builtin_shufflevector(x, y, 4, 12, 5, 13, 6, 14, 7, 15)
#elif defined(__AVX2__)
#define FIRST(x, y) __builtin_shufflevector(x, y, 0, 4, 1, 5)
#define SECOND(x, y) __builtin_shufflevector(x, y, 2, 6, 3, 7)
#else
#define FIRST(x, y) __builtin_shufflevector(x, y, 0, 2)
#define SECOND(x, y) __builtin_shufflevector(x, y, 1, 3)
#endif

enum { ROUNDS = 10, BLOCKS = 128 /* made together, at most */ };

/* random[4 * k + r] = number r of block first + k, for k < blocks and a few more. Two vectors of blocks take turns, since a round
   waits for the one before. */
static void philox(uint32_t random[4 * BLOCKS], int blocks, uint64_t first, uint32_t key0, uint32_t key1) {
  words lane, keys0[ROUNDS], keys1[ROUNDS];
  for (int k = 0; k < LANES; k++) lane[k] = (uint64_t)k;
  for (int round = 0; round < ROUNDS; round++, key0 += 0x9E3779B9, key1 += 0xBB67AE85)
    keys0[round] = (words){0} + key0, keys1[round] = (words){0} + key1;
  for (int block = 0; block < blocks; block += 2 * LANES) {
    words a[2], b[2], c[2], d[2];
    for (int v = 0; v < 2; v++) {
      a[v] = lane + (first + (uint64_t)(block + v * LANES)), b[v] = a[v] >> 32;
      c[v] = d[v] = (words){0};
    }
#pragma GCC unroll 10
    for (int round = 0; round < ROUNDS; round++)
      for (int v = 0; v < 2; v++) {
        words p = multiply(a[v], (words){0} + UINT64_C(0xD2511F53)), q = multiply(c[v], (words){0} + UINT64_C(0xCD9E8D57));
        a[v] = (q >> 32) ^ (b[v] ^ keys0[round]), b[v] = q;
        c[v] = (p >> 32) ^ (d[v] ^ keys1[round]), d[v] = p;
      }
    for (int v = 0; v < 2; v++, random += 4 * LANES) {
      words ab = (a[v] & 0xffffffff) | b[v] << 32, cd = (c[v] & 0xffffffff) | d[v] << 32;
      STORE(random, FIRST(ab, cd));
      STORE(random + 2 * LANES, SECOND(ab, cd));
    }
  }
}

#define BODY "dropout.inc"
#include "each_real.h"
