/* Largest element of every window of a plane, its position, and the gradient.

   Windows are not walked. Rows are copied into `phases`: column x of the padded plane goes to phase x mod dw, place x div dw,
   rows alike, and what lies outside the plane is -inf. In this layout the elements that tap (i, j) of the windows reads are
   neighbours for any stride and dilation, so a vector of outputs takes one load per tap, and the borders need no test. Taps come
   in row-major order and only a larger element replaces, so the first position wins; NaN never compares larger. */
#include "kernels.h"
#include "simd.h"
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

/* Where a strip of output rows lies in the phases of the rows it needs. */
typedef struct {
  const tm_pool *p;
  int64_t rows, columns;     /* rows and columns of a phase */
  int64_t strip;             /* output rows per strip */
  int64_t cells;             /* elements of all phases */
  int taps;
  const int64_t *place;      /* of every tap: what is added to the output's place */
  const int32_t *shift;      /* of every tap: its position in the plane, relative to the window's corner */
  const int32_t *corner;     /* of every output of the first strip, without padding rows */
} layout;

static int64_t min64(int64_t a, int64_t b) { return a < b ? a : b; }

#define BODY "max_pool2d.inc"
#include "each_real.h"
