/* Largest element of every window of a plane, its position, and the gradient.

   Windows are not walked. Rows are copied into `phases`: column x of the padded plane goes to phase x mod dw, place x div dw,
   rows alike, and what lies outside the plane is -inf. In this layout the elements that tap (i, j) of the windows reads are
   neighbours for any stride and dilation, so a vector of outputs takes one load per tap, and the borders need no test. Taps come
   in row-major order and only a larger element replaces, so the first position wins; NaN never compares larger.

   Where no positions are asked for, it is cheaper to find the largest elements of the columns of a row of windows first, which needs
   no phases, and then those of the windows among these: max_values.inc. */
#include "kernels.h"
#include "simd.h"
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

/* How strips lie in phases. A strip is some output rows of a plane, or several whole planes where phases have no row and no
   column beyond those of the output, so that the outputs of all of them are neighbours. */
typedef struct {
  const tm_pool *p;
  int64_t rows, columns;            /* of a phase, per plane */
  int64_t strip, planes;            /* output rows and planes of a strip */
  int64_t pitch;                    /* elements of a phase */
  int64_t lead, groups, tail;       /* columns of x that are read: those before the first place of phase 0, whole places, the rest */
  int64_t lead_phase, lead_column, column; /* where these go */
  int64_t taps;
  bool far;              /* windows are walked after all */
  const int64_t *place;  /* of every tap: what is added to the output's place */
  const int32_t *shift;  /* of every tap: its position in the plane, relative to the window's corner */
  const int32_t *corner; /* of every output of the first strip; above the plane's first row in the padding */
} layout;

static int64_t min64(int64_t a, int64_t b) { return a < b ? a : b; }

#define BODY "max_pool2d.inc"
#include "each_real.h"
