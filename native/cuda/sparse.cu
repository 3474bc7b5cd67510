// A sparse matrix times a tensor along its middle dimension: a thread an element of the result. Rows and columns that are out of range
// are complained of and count for nothing.
#include "both.h"

namespace {

const char kCaller[] = "sparse product";
const char kRows[] = "rows must ascend from 0 to %3$lld but is %1$lld at position %2$lld";
const char kColumns[] = "column %lld at position %lld is outside [0, %lld)";

template <class T>
__global__ void __launch_bounds__(256) sparseKernel(int64_t outer, int64_t n, int64_t m, int64_t inner, T *r, const T *x, const int32_t *row,
                                                    const int32_t *column, int64_t entries, const T *weight, gpu::Complaint *c,
                                                    const char *caller, const char *rowsText, const char *columnsText) {
  for (TM_EACH(o, outer * n * inner)) {
    const int64_t i = o % inner, k = o / inner % n, of = o / (inner * n), first = row[k], end = row[k + 1];
    T sum = 0;
    if (first < 0) {
      complain(c, caller, rowsText, first, k, entries);
    } else if (end < first || end > entries || (k == n - 1 && end != entries)) {
      complain(c, caller, rowsText, end, k + 1, entries);
    } else {
      for (int64_t e = first; e < end; e++) {
        const int64_t at = column[e];
        if (at < 0 || at >= m) complain(c, caller, columnsText, at, e, m);
        else sum += weight[e] * x[(of * m + at) * inner + i];
      }
    }
    r[o] = sum;
  }
}

template <class T>
void sparse_mm(int64_t outer, int64_t n, int64_t m, int64_t inner, void *r, const void *x, const int32_t *row, const int32_t *column,
               int64_t entries, const void *weight) {
  gpu::launchEach(sparseKernel<T>, outer * n * inner, outer, n, m, inner, (T *)r, (const T *)x, row, column, entries, (const T *)weight,
                  gpu::complaint(), kCaller, kRows, kColumns);
}

}  // namespace

BOTH(void, sparse_mm,
     (int64_t outer, int64_t n, int64_t m, int64_t inner, void *r, const void *x, const int32_t *row, const int32_t *column, int64_t entries,
      const void *weight),
     (outer, n, m, inner, r, x, row, column, entries, weight))
