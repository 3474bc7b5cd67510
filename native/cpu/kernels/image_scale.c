/* Images resized by sums over neighbouring rows and columns. */
#include "kernels.h"
#include "simd.h"
#include <stdatomic.h>
#include <string.h>

/* Rows of the source, at least, that a strip of the result is made from. */
enum { IMAGE_STRIP = 64 };

/* Groups of eight pixels of a row of the result; those of a group often lie in WINDOW bytes of the source, so that a shuffle takes them. */
enum { GROUP = 8, WINDOW = 16 };
typedef uint8_t FN(window) __attribute__((vector_size(WINDOW)));

/* Where the window of a group begins. */
INLINE int64_t FN(window_of)(const int32_t *column, int64_t w) { return *column < w - WINDOW ? *column : w - WINDOW; }

/* Finds the shuffles of as many groups from the left as fit their windows; returns how many. */
static int64_t FN(find_shuffles)(const int32_t *column, int64_t n, int64_t w, uint8_t *shuffle) {
#if defined(__SSSE3__) || defined(__aarch64__)
  memset(shuffle, 0, (size_t)(n / GROUP * WINDOW));
  for (int64_t k = 0; w >= WINDOW && k < n / GROUP; k++)
    for (int t = 0; t < GROUP; t++) {
      const int64_t at = column[GROUP * k + t] - FN(window_of)(column + GROUP * k, w);
      if (at < 0 || at >= WINDOW) return k;
      shuffle[WINDOW * k + t] = (uint8_t)at;
    }
  return w >= WINDOW ? n / GROUP : 0;
#else
  (void)column, (void)n, (void)w, (void)shuffle;
  return 0;
#endif
}

static void FN(shuffle_row)(uint8_t *r, const uint8_t *x, const int32_t *column, int64_t w, const uint8_t *shuffle, int64_t groups) {
  for (int64_t k = 0; k < groups; k++) {
    const FN(window) v = __builtin_shuffle(LOAD(FN(window), x + FN(window_of)(column + GROUP * k, w)), LOAD(FN(window), shuffle + WINDOW * k));
    memcpy(r + GROUP * k, &v, GROUP);
  }
}

#define BODY "image_scale.inc"
#include "each_pixel.h"
