/* Batch normalization of [b][c][inner]: statistics of every channel, y = (x - mean) istd weight + bias, and the gradients. */
#include "kernels.h"
#include "simd.h"
#include <math.h>

/* Sums over a channel, or over a part of one. */
typedef struct {
  double n, mean, square; /* count, mean, sum of squared distances from it */
} moments;
typedef struct {
  double sum, dot; /* of the gradient; of the gradient times the distance of x from the mean */
} slopes;

/* The moments of two sets together (Chan, Golub, LeVeque 1979). */
static moments join(moments a, moments b) {
  double n = a.n + b.n, d = b.mean - a.mean;
  return (moments){n, a.mean + d * b.n / n, a.square + b.square + d * d * a.n * b.n / n};
}

enum { FEW = 8, PARTS = 16, SMALL = 32768, STRIP = 128, ROWS = 32 };

/* Parts of a channel, from sizes alone: one, unless there are few channels with much in each. */
static int64_t parts_of(int64_t b, int64_t c, int64_t inner) {
  int64_t along = b > 1 ? b : inner;
  if (c >= FEW || b * inner < SMALL) return 1;
  return along < PARTS ? along : PARTS;
}
/* First index of part k of n things. */
static int64_t border(int64_t n, int64_t parts, int64_t k) { return n * k / parts; }

#define BODY "batch_norm.inc"
#include "each_real.h"
