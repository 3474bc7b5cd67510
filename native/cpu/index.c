/* Elements by their positions along a dimension: gathering, scattering. */
#include "dispatch.h"
#include "pointwise.h"
#include "positions.h"
#include <stdatomic.h>
#include <stdlib.h>

/* ---- checks ---- */

typedef struct {
  int64_t size;
  atomic_bool failed;
} range_job;

static void check_range(void *ctx, int64_t n, char *const p[], const int64_t stride[]) {
  range_job *j = ctx;
  if (!tm_kernel.indices_fit(n, (const int64_t *)p[0], stride[0], j->size)) atomic_store_explicit(&j->failed, true, memory_order_relaxed);
}

typedef struct {
  int64_t size, done, found, position;
} search_job;

static void find_outside(void *ctx, int64_t n, char *const p[], const int64_t stride[]) {
  search_job *j = ctx;
  for (int64_t i = 0; i < n && j->position < 0; i++) {
    int64_t index = ((const int64_t *)p[0])[i * stride[0]];
    if (index < -j->size || index >= j->size) j->found = index, j->position = j->done + i;
  }
  j->done += n;
}

/* Requires indices from -size to size - 1. Dimensions that repeat their elements are looked at once. */
static int32_t check_indices(const char *caller, const tm_tensor *index, int64_t size) {
  if (index->n == 0) return TM_OK;
  tm_tensor once = *index;
  for (int d = 0; d < once.dims; d++)
    if (once.stride[d] == 0) once.n /= once.size[d], once.size[d] = 1;
  range_job j = {.size = size};
  tm_pointwise_run(1, &once, TM_GRAIN, check_range, &j);
  if (!j.failed) return TM_OK;
  search_job s = {.size = size, .position = -1};
  tm_iter it;
  tm_iter_init(&it, 1, (const tm_tensor *[]){&once});
  tm_iter_run_serial(&it, find_outside, &s);
  return tm_fail(TM_OUT_OF_BOUNDS, "Cannot run %s: index must be from %lld to %lld but is %lld at position %lld", caller, (long long)-size,
                 (long long)size - 1, (long long)s.found, (long long)s.position);
}

/* ---- gather ---- */

typedef struct {
  tm_gather_loop loop;
  int64_t step, size, width, row; /* of x along the dimension; bytes of an element; elements that are taken together */
} gather_job;

/* Operands r, x, index. */
static void run_gather(void *ctx, int64_t n, char *const p[], const int64_t stride[]) {
  const gather_job *j = ctx;
  j->loop(n, p[0], stride[0], p[1], stride[1], j->step, (const int64_t *)p[2], stride[2], j->size);
}

static void run_gather_rows(void *ctx, int64_t n, char *const p[], const int64_t stride[]) {
  const gather_job *j = ctx;
  tm_kernel.gather_rows(n, (size_t)(j->row * j->width), p[0], stride[0] * j->width, p[1], stride[1] * j->width, j->step * j->width,
                        (const int64_t *)p[2], stride[2], j->size);
}

int32_t tm_gather(tm_data *r, const tm_data *x, const tm_data *index, tm_frame *frame, int32_t dim) {
  static const char name[] = "gather";
  tm_tensor t[3];
  TM_TRY(tm_read_gather(t, r, x, index, frame, dim));
  TM_TRY(check_indices(name, &t[2], t[1].size[dim]));
  if (t[0].n == 0) return TM_OK;
  size_t width = tm_element_size(t[0].dtype);
  gather_job j = {.loop = tm_kernel.gather_loop(width), .step = t[1].stride[dim], .size = t[1].size[dim], .width = (int64_t)width};
  t[1].stride[dim] = 0; /* the position along it comes from index */
  tm_iter it;
  tm_sorted_iter(&it, 3, t);
  j.row = tm_take_rows(&it);
  tm_iter_run(&it, j.row ? TM_GRAIN / 4 / j.row : TM_GRAIN / 4, j.row ? run_gather_rows : run_gather, &j);
  return TM_OK;
}

/* ---- scatter ---- */

typedef struct {
  tm_scatter_loop loop;
  int64_t n, step, size, x_step, index_step; /* along the dimension: entries of index, size of r */
  size_t width;
  bool lines; /* whether a line along the dimension is finished before the next */
} scatter_job;

/* Operands index, r, x with size 1 in the dimension: lines along it do not meet, so that threads may share them. */
static void run_scatter(void *ctx, int64_t n, char *const p[], const int64_t stride[]) {
  const scatter_job *j = ctx;
  const int64_t *index = (const int64_t *)p[0], width = (int64_t)j->width;
  if (j->lines)
    for (int64_t i = 0; i < n; i++)
      j->loop(j->n, p[1] + i * stride[1] * width, 0, j->step, p[2] + i * stride[2] * width, j->x_step, index + i * stride[0],
              j->index_step, j->size);
  else
    for (int64_t i = 0; i < j->n; i++)
      j->loop(n, p[1], stride[1], j->step, p[2] + i * j->x_step * width, stride[2], index + i * j->index_step, stride[0], j->size);
}

int32_t tm_scatter(tm_data *r, const tm_data *x, const tm_data *index, tm_frame *frame, int32_t dim, int32_t add) {
  const char *name = add ? "scatterAdd" : "scatter";
  tm_tensor t[3]; /* index, r, x */
  TM_TRY(tm_read_scatter(t, name, r, x, index, frame, dim));
  TM_TRY(check_indices(name, &t[0], t[1].size[dim]));
  int dtype = t[1].dtype;
  scatter_job j = {.loop = add ? tm_kernel.scatter_add_loop(dtype) : tm_kernel.scatter_loop(tm_element_size(dtype)),
                   .n = t[0].size[dim],
                   .step = t[1].stride[dim],
                   .size = t[1].size[dim],
                   .x_step = t[2].stride[dim],
                   .index_step = t[0].stride[dim],
                   .width = tm_element_size(dtype)};
  if (!j.loop) return tm_fail_dtype(name, dtype);
  if (t[0].n == 0) return TM_OK;
  for (int k = 0; k < 3; k++) t[k].n = t[0].n / j.n, t[k].size[dim] = 1;
  tm_iter it;
  tm_sorted_iter(&it, 3, t);
  int last = it.dims - 1;
  /* Where index is repeated along the lines, rows of r are written; else the shorter step runs inside. */
  j.lines = it.n == 1 || (it.stride[0][last] != 0 && llabs(j.x_step) <= llabs(it.stride[2][last]));
  int64_t grain = TM_GRAIN / 4 / (j.n + 1) + 1;
  if (!j.lines && grain < 64) grain = 64; /* pieces of rows that are worth a call */
  tm_iter_run(&it, grain, run_scatter, &j);
  return TM_OK;
}
