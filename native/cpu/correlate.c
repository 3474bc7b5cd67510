/* Sliding products of raw tensors: conv2, xcorr2, conv3, xcorr3. */
#include "correlation.h"
#include "dispatch.h"
#include "pointwise.h"
#include <string.h>

typedef struct {
  tm_correlation p;
  tm_correlate_loop loop;
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
    for (int64_t i = 0; i < j->p.maps; i++) {
      int64_t map = j->p.slicewise ? q : i, kernel = q * j->p.maps + i;
      j->loop(&j->p, r, j->x + (size_t)(map * xn) * j->width, j->k + (size_t)(kernel * kn) * j->width);
    }
  }
}

int32_t tm_correlate(tm_data *r, const tm_data *x, const tm_data *kernel, tm_frame *frame, int32_t full, int32_t flip, int32_t slicewise) {
  tm_correlation p;
  tm_tensor t[3];
  TM_TRY(tm_read_correlate(&p, t, r, x, kernel, frame, full, flip, slicewise));
  if (t[0].n == 0) return TM_OK;
  correlate_job j = {p, tm_kernel.correlate_loop(t[0].dtype), tm_element_size(t[0].dtype), t[0].data, t[1].data, t[2].data};
  double work = (double)elements(p.k) * (double)elements(p.full ? p.x : p.r) * (double)p.maps;
  tm_parallel_for(p.results, 1 + (int64_t)(TM_GRAIN / (work + 1)), correlate_maps, &j);
  return TM_OK;
}
