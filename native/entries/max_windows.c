/* Largest elements of windows that are listed: adaptive and fractional pooling. */
#include "pooling.h"

/* Reads the windows along one side, [lists][out][2]: first and end of each within `size`. */
static int32_t read_list(const int32_t **list, int64_t *lists, const char *caller, const char *name, const tm_frame *frame, int k,
                         const tm_data *data, int slot, int64_t planes, int64_t out, int64_t size) {
  tm_tensor t;
  TM_TRY(tm_read_contiguous(&t, caller, name, frame, k, data));
  *lists = t.dims == 3 ? t.size[0] : 0;
  if (t.dtype != TM_INT32 || t.dims != 3 || t.size[1] != out || t.size[2] != 2 || (*lists != 1 && *lists != planes)) {
    char found[TM_SIZE_TEXT];
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must be int32 [1 or %lld, %lld, 2] but is %s %s", caller, name, (long long)planes,
                   (long long)out, tm_dtype_name(t.dtype), tm_size_text(found, &t));
  }
  *list = tm_own_list(&t, slot);
  if (!*list && t.n > 0) return tm_no_scratch(caller);
  for (int64_t i = 0; TM_ON_HOST && i < t.n; i += 2) {
    const int32_t first = (*list)[i], end = (*list)[i + 1];
    if (first < 0 || end <= first || end > size)
      return tm_fail(TM_OUT_OF_BOUNDS, "Cannot run %s: window %lld of %s must lie in [0, %lld) but is from %d to %d", caller,
                     (long long)(i / 2), name, (long long)size, first, end);
  }
  return TM_OK;
}

int32_t tm_max_windows(tm_data *y, tm_data *index, const tm_data *x, const tm_data *rows, const tm_data *columns, tm_frame *frame) {
  static const char name[] = "max pooling of listed windows";
  enum { ROWS, COLUMNS };
  tm_tensor ty, ti, tx;
  TM_TRY(tm_read_real(&tx, name, "input", frame, 2, x));
  TM_TRY(tm_read_real(&ty, name, "output", frame, 0, y));
  TM_TRY(tm_read_vector(&ti, name, "indices", frame, 1, index, TM_INT32, ty.n));
  TM_TRY(tm_read_planes(name, &tx, "input", &ty, "output"));
  tm_window_list w = {.planes = tx.size[0] * tx.size[1], .h = tx.size[2], .w = tx.size[3], .oh = ty.size[2], .ow = ty.size[3]};
  TM_TRY(read_list(&w.rows, &w.row_lists, name, "rows", frame, 3, rows, ROWS, w.planes, w.oh, w.h));
  TM_TRY(read_list(&w.columns, &w.column_lists, name, "columns", frame, 4, columns, COLUMNS, w.planes, w.ow, w.w));
  if (ty.n > 0) TM_REAL_KERNEL(max_windows, tx.dtype)(&w, ty.data, ti.data, tx.data);
  return tm_done(name);
}
