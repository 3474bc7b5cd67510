/* Reading the operands of sliding products: see correlation.h. */
#include "correlation.h"
#include "operands.h"

int32_t tm_read_correlate(tm_correlation *p, tm_tensor t[3], const tm_data *r, const tm_data *x, const tm_data *kernel,
                          const tm_frame *frame, int32_t full, int32_t flip, int32_t slicewise) {
  static const char name[] = "xcorr";
  TM_TRY(tm_read_contiguous(&t[0], name, "r", frame, 0, r));
  TM_TRY(tm_read_contiguous(&t[1], name, "x", frame, 1, x));
  TM_TRY(tm_read_contiguous(&t[2], name, "the kernel", frame, 2, kernel));
  if (t[0].dtype > TM_FLOAT64) return tm_fail_dtype(name, t[0].dtype);
  for (int k = 1; k < 3; k++)
    if (t[k].dtype != t[0].dtype)
      return tm_fail(TM_BAD_DTYPE, "Cannot run %s: x and the kernel must be %s like r", name, tm_dtype_name(t[0].dtype));
  if (t[0].dims != 4 || t[1].dims != 4 || t[2].dims != 5)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: r, x and the kernel must have 4, 4 and 5 dimensions but have %d, %d and %d", name,
                   t[0].dims, t[1].dims, t[2].dims);
  *p = (tm_correlation){.results = t[0].size[0], .maps = t[2].size[1], .full = full != 0, .flip = flip != 0, .slicewise = slicewise != 0};
  bool fits = p->results == t[2].size[0] && (p->slicewise ? p->maps == 1 && t[1].size[0] == p->results : p->maps == t[1].size[0]);
  if (!fits) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the maps of r, x and the kernel do not fit each other", name);
  for (int d = 0; d < 3; d++) {
    p->r[d] = t[0].size[d + 1], p->x[d] = t[1].size[d + 1], p->k[d] = t[2].size[d + 2];
    int64_t wanted = p->full ? p->x[d] + p->k[d] - 1 : p->x[d] - p->k[d] + 1;
    if (p->k[d] < 1 || wanted < 1 || p->r[d] != wanted)
      return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: size %d of r must be %lld but is %lld", name, d + 1, (long long)wanted, (long long)p->r[d]);
  }
  return TM_OK;
}
