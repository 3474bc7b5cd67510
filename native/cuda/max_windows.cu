// Largest elements of windows that are listed: a thread an output. A window that leaves its plane is complained of; its output is NaN.
#include "both.h"

namespace {

const char kRows[] = "window %2$lld of rows must lie in [0, %3$lld) but reaches %1$lld";
const char kColumns[] = "window %2$lld of columns must lie in [0, %3$lld) but reaches %1$lld";

/// Whether window `at` of a list lies in [0, size).
__device__ inline bool lies(const int32_t *list, int64_t at, int64_t size, gpu::Complaint *c, const char *caller, const char *text) {
  const int32_t first = list[2 * at], end = list[2 * at + 1];
  if (first >= 0 && end > first && end <= size) return true;
  complain(c, caller, text, first < 0 ? first : end, at, size);
  return false;
}

template <class T>
__global__ void __launch_bounds__(256) windowsKernel(tm_window_list w, T *y, int32_t *index, const T *x, gpu::Complaint *c, const char *caller,
                                                     const char *rowsText, const char *columnsText) {
  for (TM_EACH(o, w.planes * w.oh * w.ow)) {
    const int64_t ox = o % w.ow, oy = o / w.ow % w.oh, plane = o / (w.ow * w.oh);
    const int64_t row = (w.row_lists == 1 ? 0 : plane * w.oh) + oy, column = (w.column_lists == 1 ? 0 : plane * w.ow) + ox;
    if (!lies(w.rows, row, w.h, c, caller, rowsText) || !lies(w.columns, column, w.w, c, caller, columnsText)) {
      y[o] = T(NAN), index[o] = 0;
      continue;
    }
    const T *from = x + plane * w.h * w.w;
    const int64_t first = w.rows[2 * row] * w.w + w.columns[2 * column];
    T most = -T(INFINITY);
    int64_t at = -1;
    for (int64_t i = w.rows[2 * row]; i < w.rows[2 * row + 1]; i++)
      for (int64_t j = w.columns[2 * column]; j < w.columns[2 * column + 1]; j++)
        if (from[i * w.w + j] > most) most = from[i * w.w + j], at = i * w.w + j;
    y[o] = at < 0 ? from[first] : most;
    index[o] = int32_t(at < 0 ? first : at);
  }
}

template <class T> void max_windows(const tm_window_list *w, void *y, int32_t *index, const void *x) {
  gpu::launchEach(windowsKernel<T>, w->planes * w->oh * w->ow, *w, (T *)y, index, (const T *)x, gpu::complaint(),
                  "max pooling of listed windows", kRows, kColumns);
}

}  // namespace

BOTH(void, max_windows, (const tm_window_list *w, void *y, int32_t *index, const void *x), (w, y, index, x))
