/* Elements by their positions along a dimension. */
#include "element.h"
#include "rows.h"

#define BODY "index.inc"
#include "each_width.h"

#define BODY "scatter_add.inc"
#include "each_dtype.h"

tm_gather_loop FN(gather_loop)(size_t width) { return BY_WIDTH(gather); }
tm_scatter_loop FN(scatter_loop)(size_t width) { return BY_WIDTH(scatter); }

tm_scatter_loop FN(scatter_add_loop)(int dtype) {
  static const tm_scatter_loop loops[] = TABLES(scatter_add);
  return dtype <= TM_FLOAT64 ? loops[dtype] : NULL;
}

INLINE const char *row_at(const char *x, int64_t index, int64_t size, int64_t step) { return x + (index < 0 ? index + size : index) * step; }

void FN(gather_rows)(int64_t n, size_t bytes, void *to_, int64_t ts, const void *from_, int64_t fs, int64_t step, const int64_t *index,
                     int64_t is, int64_t size) {
  enum { AHEAD = 8, FETCHED = 512 }; /* no processor foresees where the next rows are */
  char *to = to_;
  const char *from = from_;
  for (int64_t j = 0; j < n; j++) {
    if (j + AHEAD < n) {
      const char *next = row_at(from + (j + AHEAD) * fs, index[(j + AHEAD) * is], size, step);
      for (size_t b = 0; b < bytes && b < FETCHED; b += 64) __builtin_prefetch(next + b);
    }
    copy_row(to + j * ts, row_at(from + j * fs, index[j * is], size, step), bytes);
  }
}

/* Both distances to the ends of the range have no sign. */
#define OUTSIDE(i) ((uint64_t)(i) + (uint64_t)size) | (2 * (uint64_t)size - 1 - ((uint64_t)(i) + (uint64_t)size))

_Bool FN(indices_fit)(int64_t n, const int64_t *index, int64_t is, int64_t size) {
  uint64_t outside = 0;
  if (is == 1)
    for (int64_t j = 0; j < n; j++) outside |= OUTSIDE(index[j]);
  else
    for (int64_t j = 0; j < n; j++) outside |= OUTSIDE(index[j * is]);
  return outside >> 63 == 0;
}
