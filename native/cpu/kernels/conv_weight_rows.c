/* The gradient of the filters by dot products along rows of pixels: for few terms, and for depthwise convolution. */
#include "conv.h"

/* Tiles: X(rows of gy, terms). */
#define EACH_TILE_1(X) X(1, 1) X(1, 2) X(1, 3) X(1, 4) X(1, 5) X(1, 6) X(1, 7) X(1, 8) X(1, 9) X(1, 10) X(1, 11) X(1, 12)
#define EACH_TILE_2(X) X(2, 1) X(2, 2) X(2, 3) X(2, 4) X(2, 5) X(2, 6)
#define EACH_TILE_3(X) X(3, 1) X(3, 2) X(3, 3) X(3, 4)
enum { SUMS = 12 };

#define BODY "conv_weight_rows.inc"
#include "each_real.h"
