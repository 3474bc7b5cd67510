/* Sliding products of raw tensors: conv2, xcorr2, conv3, xcorr3. */
#include "dispatch.h"
#include "pointwise.h"
#include <string.h>

typedef struct {
  tm_correlation p;
  tm_correlate_loop loop;
  int64_t maps; /* of x that each map of the result sums over */
  bool slicewise;
  size_t width;
  char *r;
  const char *x, *k;
} correlate_job;

static int64_t elements(const int64_t size[3]) { return size[0] * size[1] * size[2]; }

static void correlate_maps(void *ctx, int64_t begin, int64_t end) {
  const correlate_job *j = ctx;
  int64_t rn = elements(j->p.r), xn = elements(j->p.x), kn = elements(j->p.k);
  for (int64_t q = begin; q < end; q++) {
    char *r = j->r + (size_t)(q * rn) * j->width;
    memset(r, 0, (size_t)rn * j->width);
    for (int64_t i = 0; i < j->maps; i++) {
      int64_t map = j->slicewise ? q : i, kernel = q * j->maps + i;
      j->loop(&j->p, r, j->x + (size_t)(map * xn) * j->width, j->k + (size_t)(kernel * kn) * j->width);
    }
  }
}

int32_t tm_correlate(tm_data *r, const tm_data *x, const tm_data *kernel, tm_frame *frame, int32_t full, int32_t flip, int32_t slicewise) {
  static const char name[] = "xcorr";
  tm_tensor t[3];
  TM_TRY(tm_read_contiguous(&t[0], name, "r", frame, 0, r));
  TM_TRY(tm_read_contiguous(&t[1], name, "x", frame, 1, x));
  TM_TRY(tm_read_contiguous(&t[2], name, "the kernel", frame, 2, kernel));
  for (int k = 1; k < 3; k++)
    if (t[k].dtype != t[0].dtype)
      return tm_fail(TM_BAD_DTYPE, "Cannot run %s: x and the kernel must be %s like r", name, tm_dtype_name(t[0].dtype));
  if (t[0].dims != 4 || t[1].dims != 4 || t[2].dims != 5)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: r, x and the kernel must have 4, 4 and 5 dimensions but have %d, %d and %d", name, t[0].dims, t[1].dims, t[2].dims);
  correlate_job j = {.p = {.full = full != 0, .flip = flip != 0}, .loop = tm_kernel.correlate_loop(t[0].dtype), .maps = t[2].size[1],
                     .slicewise = slicewise != 0, .width = tm_element_size(t[0].dtype), .r = t[0].data, .x = t[1].data, .k = t[2].data};
  if (!j.loop) return tm_fail_dtype(name, t[0].dtype);
  bool fits = t[0].size[0] == t[2].size[0] && (j.slicewise ? j.maps == 1 && t[1].size[0] == t[0].size[0] : j.maps == t[1].size[0]);
  if (!fits) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the maps of r, x and the kernel do not fit each other", name);
  for (int d = 0; d < 3; d++) {
    j.p.r[d] = t[0].size[d + 1], j.p.x[d] = t[1].size[d + 1], j.p.k[d] = t[2].size[d + 2];
    int64_t wanted = j.p.full ? j.p.x[d] + j.p.k[d] - 1 : j.p.x[d] - j.p.k[d] + 1;
    if (j.p.k[d] < 1 || wanted < 1 || j.p.r[d] != wanted)
      return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: size %d of r must be %lld but is %lld", name, d + 1, (long long)wanted, (long long)j.p.r[d]);
  }
  if (t[0].n == 0) return TM_OK;
  double work = (double)elements(j.p.k) * (double)elements(j.p.full ? j.p.x : j.p.r) * (double)j.maps;
  tm_parallel_for(t[0].size[0], 1 + (int64_t)(TM_GRAIN / (work + 1)), correlate_maps, &j);
  return TM_OK;
}
