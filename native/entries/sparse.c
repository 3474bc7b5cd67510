/* A sparse matrix times a tensor along its middle dimension. */
#include "layer.h"

int32_t tm_sparse_mm(tm_data *r, const tm_data *x, const tm_data *rows, const tm_data *columns, const tm_data *weight, tm_frame *frame) {
  static const char name[] = "sparse product";
  enum { ROWS, COLUMNS };
  tm_tensor tr, tx, trows, tcolumns, tweight;
  TM_TRY(tm_read_real(&tx, name, "x", frame, 1, x));
  TM_TRY(tm_read_real(&tr, name, "r", frame, 0, r));
  if (tx.dims != 3 || tr.dims != 3 || tr.dtype != tx.dtype || tr.size[0] != tx.size[0] || tr.size[2] != tx.size[2]) {
    char rs[TM_SIZE_TEXT], xs[TM_SIZE_TEXT];
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: r and x must be %s [outer, n, inner] and [outer, m, inner] but are %s and %s", name,
                   tm_dtype_name(tx.dtype), tm_size_text(rs, &tr), tm_size_text(xs, &tx));
  }
  TM_TRY(tm_read_vector(&trows, name, "rows", frame, 2, rows, TM_INT32, tr.size[1] + 1));
  TM_TRY(tm_read_contiguous(&tcolumns, name, "columns", frame, 3, columns));
  TM_TRY(tm_read_vector(&tcolumns, name, "columns", frame, 3, columns, TM_INT32, tcolumns.n));
  TM_TRY(tm_read_vector(&tweight, name, "weight", frame, 4, weight, tx.dtype, tcolumns.n));
  TM_TRY(tm_check_apart(name, "r", &tr, "x", &tx));
  TM_TRY(tm_check_apart(name, "r", &tr, "weight", &tweight));
  const int32_t *row = tm_own_list(&trows, ROWS), *column = tm_own_list(&tcolumns, COLUMNS);
  if (!row || (!column && tcolumns.n > 0)) return tm_no_scratch(name);
  const int64_t n = tr.size[1], m = tx.size[1];
  for (int64_t j = 0; TM_ON_HOST && j <= n; j++) {
    const int64_t least = j ? row[j - 1] : 0, most = j ? tcolumns.n : 0;
    if (row[j] < least || row[j] > most || (j == n && row[j] != tcolumns.n))
      return tm_fail(TM_OUT_OF_BOUNDS, "Cannot run %s: rows must ascend from 0 to %lld but is %d at position %lld", name,
                     (long long)tcolumns.n, row[j], (long long)j);
  }
  for (int64_t e = 0; TM_ON_HOST && e < tcolumns.n; e++)
    if (column[e] < 0 || column[e] >= m)
      return tm_fail(TM_OUT_OF_BOUNDS, "Cannot run %s: column %d at position %lld is outside [0, %lld)", name, column[e], (long long)e,
                     (long long)m);
  if (tr.n == 0) return TM_OK;
  TM_REAL_KERNEL(sparse_mm, tx.dtype)(tr.size[0], n, m, tr.size[2], tr.data, tx.data, row, column, tcolumns.n, tweight.data);
  return tm_done(name);
}
