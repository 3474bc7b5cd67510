/* Filling and copying. */
#include "dispatch.h"
#include "join.h"
#include "pointwise.h"
#include <string.h>

/* ---- fill ---- */

typedef struct {
  tm_unary_loop loop;
  const void *value;
} fill_job;

static void run_fill(void *ctx, int64_t n, char *const p[], const int64_t stride[]) {
  const fill_job *j = ctx;
  j->loop(n, p[0], stride[0], j->value, 0, 0, 0);
}

int32_t tm_fill(tm_data *r, tm_frame *frame, double value) {
  tm_tensor t;
  TM_TRY(tm_read(&t, "fill", "r", frame, 0, r));
  _Alignas(8) char element[8];
  tm_kernel.copy_loop(t.dtype, TM_FLOAT64)(1, element, 1, &value, 1, 0, 0);
  fill_job j = {tm_kernel.copy_loop(t.dtype, t.dtype), element};
  tm_pointwise_run(1, &t, TM_GRAIN, run_fill, &j);
  return TM_OK;
}

/* ---- copy ---- */

static void run_copy(void *ctx, int64_t n, char *const p[], const int64_t stride[]) {
  tm_unary_loop loop = *(tm_unary_loop *)ctx;
  loop(n, p[0], stride[0], p[1], stride[1], 0, 0);
}

typedef struct {
  size_t width, bytes; /* of an element, of a row */
} rows_job;

static void run_copy_rows(void *ctx, int64_t n, char *const p[], const int64_t stride[]) {
  const rows_job *j = ctx;
  tm_kernel.copy_rows(n, j->bytes, p[0], stride[0] * (int64_t)j->width, p[1], stride[1] * (int64_t)j->width);
}

/* A copy between equal dtypes row by row, if the rows are short. */
static bool copy_rows(const tm_tensor t[2]) {
  tm_iter it;
  tm_sorted_iter(&it, 2, t);
  int64_t row = tm_take_rows(&it);
  if (row == 0) return false;
  rows_job j = {it.width[0], (size_t)row * it.width[0]};
  tm_iter_run(&it, TM_GRAIN / row, run_copy_rows, &j);
  return true;
}

int32_t tm_copy(tm_data *r, const tm_data *x, tm_frame *frame) {
  static const char *const names[] = {"r", "x"};
  tm_tensor t[2];
  TM_TRY(tm_read_pointwise(t, "copy", 2, names, frame, (const tm_data *[]){r, x}));
  if (t[0].n == 0 || (t[0].dtype == t[1].dtype && copy_rows(t))) return TM_OK;
  tm_unary_loop loop = tm_kernel.copy_loop(t[0].dtype, t[1].dtype);
  tm_pointwise_run(2, t, TM_GRAIN, run_copy, &loop);
  return TM_OK;
}

int32_t tm_copy_n(int32_t dtype, double n, tm_data *r, double r_offset, double r_bytes, const tm_data *x, double x_offset,
                  double x_bytes) {
  if (n >= 1 && n <= TM_GRAIN && (uint32_t)dtype < TM_DTYPES) {
    static const uint8_t widths[TM_DTYPES] = {1, 1, 2, 4, 8, 4, 8, 1, 2, 2};
    int64_t count = (int64_t)n;
    size_t width = widths[dtype];
    void *to = tm_address_n(count, width, r, r_offset, r_bytes), *from = tm_address_n(count, width, x, x_offset, x_bytes);
    if (to && from) {
      memmove(to, from, (size_t)count * width);
      return TM_OK;
    }
  }
  void *p[2];
  TM_TRY(tm_read_n(&p[0], "copy", "r", dtype, n, r, r_offset, r_bytes));
  TM_TRY(tm_read_n(&p[1], "copy", "x", dtype, n, x, x_offset, x_bytes));
  size_t width = tm_element_size(dtype), bytes = (size_t)n * width;
  uintptr_t to = (uintptr_t)p[0], from = (uintptr_t)p[1];
  if (n == 0) return TM_OK;
  if (to < from + bytes && from < to + bytes) {
    memmove(p[0], p[1], bytes);
    return TM_OK;
  }
  tm_unary_loop loop = tm_kernel.copy_loop(dtype, dtype);
  tm_pointwise_run_n(2, p, (size_t[]){width, width}, (int64_t)n, TM_GRAIN, run_copy, &loop);
  return TM_OK;
}

/* ---- join ---- */

typedef struct {
  int parts;
  size_t bytes[TM_PARTS]; /* of a row of each part */
  const char *from[TM_PARTS];
  char *to;
  int64_t step; /* bytes from one row of the result to the next */
} join_job;

static void run_join(void *ctx, int64_t begin, int64_t end) {
  const join_job *j = ctx;
  const char *from[TM_PARTS];
  for (int k = 0; k < j->parts; k++) from[k] = j->from[k] + begin * (int64_t)j->bytes[k];
  tm_kernel.join_rows(end - begin, j->parts, j->bytes, j->to + begin * j->step, j->step, from);
}

/* Whether the elements from dimension `dim` on follow each other, and the rows they make lie in equal steps: *step elements. */
static bool in_rows(const tm_tensor *t, int dim, int64_t *step) {
  int64_t next = 1, rows = 1;
  *step = 0;
  for (int d = t->dims - 1; d >= 0; d--) {
    if (t->size[d] == 1) continue;
    if (d >= dim) {
      if (t->stride[d] != next) return false;
      next *= t->size[d];
    } else {
      if (*step == 0) *step = t->stride[d];
      if (t->stride[d] != *step * rows) return false;
      rows *= t->size[d];
    }
  }
  return *step == 0 || *step >= next;
}

int32_t tm_join(tm_data *r, const tm_data *x0, const tm_data *x1, const tm_data *x2, const tm_data *x3, const tm_data *x4,
                const tm_data *x5, const tm_data *x6, const tm_data *x7, tm_frame *frame, int32_t parts, int32_t dim) {
  const tm_data *const x[TM_PARTS] = {x0, x1, x2, x3, x4, x5, x6, x7};
  tm_tensor tr, t[TM_PARTS];
  TM_TRY(tm_read_join(&tr, t, r, x, frame, parts, dim));
  if (tr.n == 0) return TM_OK;
  int64_t rows = 1;
  for (int d = 0; d < dim; d++) rows *= tr.size[d];
  const size_t width = tm_element_size(tr.dtype);
  join_job j = {.parts = parts, .to = tr.data};
  for (int k = 0; k < parts; k++) j.bytes[k] = (size_t)(t[k].n / rows) * width, j.from[k] = t[k].data;
  if (!in_rows(&tr, dim, &j.step)) return tm_fail(TM_BAD_ARGUMENT, "Cannot run cat: the rows of r must be contiguous and lie in equal steps");
  j.step *= (int64_t)width;
  tm_parallel_for(rows, 1 + TM_GRAIN / (tr.n / rows), run_join, &j);
  return TM_OK;
}

/* ---- arange ---- */

enum { BLOCK = 512 };

typedef struct {
  tm_unary_loop loop;
  size_t width;
  double start, step;
  int64_t done;
} arange_job;

static void run_arange(void *ctx, int64_t n, char *const p[], const int64_t stride[]) {
  arange_job *j = ctx;
  double values[BLOCK];
  for (int64_t i = 0; i < n; i += BLOCK) {
    int64_t count = n - i < BLOCK ? n - i : BLOCK;
    for (int64_t k = 0; k < count; k++) values[k] = j->start + (double)(j->done + k) * j->step;
    j->loop(count, p[0] + i * stride[0] * (int64_t)j->width, stride[0], values, 1, 0, 0);
    j->done += count;
  }
}

int32_t tm_arange(tm_data *r, tm_frame *frame, double start, double step) {
  tm_tensor t;
  TM_TRY(tm_read(&t, "arange", "r", frame, 0, r));
  if (t.n == 0) return TM_OK;
  arange_job j = {tm_kernel.copy_loop(t.dtype, TM_FLOAT64), tm_element_size(t.dtype), start, step, 0};
  tm_iter it;
  tm_iter_init(&it, 1, (const tm_tensor *[]){&t});
  tm_iter_run_serial(&it, run_arange, &j);
  return TM_OK;
}
