/* Reductions: rows of ops/reduce.def. The elements are taken in blocks whose results meet in the order of the blocks, so that the
   bits of a result depend on the sizes and strides alone. */
#include "reduce.h"
#include "dispatch.h"
#include "ops.h"
#include "pointwise.h"
#include <math.h>
#include <stdatomic.h>
#include <string.h>

enum { SCRATCH = 6 };

/* ---- ops ---- */

/* The row that norm stands for. */
static int row_of(int op, double p) {
  if (op != REDUCE_norm) return op;
  return p == 0 ? REDUCE_norm0 : p == 1 ? REDUCE_norm1 : p == 2 ? REDUCE_norm2 : p == INFINITY ? REDUCE_normInf : op;
}
static bool needs_mean(int op) { return op == REDUCE_var || op == REDUCE_std; }
static bool needs_elements(int op) { return op == REDUCE_max || op == REDUCE_min || op == REDUCE_mean || needs_mean(op); }
static bool is_integer(int dtype) { return dtype <= TM_INT64 || dtype == TM_BOOL; }

int32_t tm_reducer_init(tm_reducer *f, const char **name, int op, int dtype, double p) {
  *name = tm_op_name(TM_FAMILY_REDUCE, op);
  if (!*name) return tm_fail(TM_BAD_ARGUMENT, "Cannot run reduction %d: there are %d", op, REDUCE_OPS);
  if (p != p) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: p must be a number but is NaN", *name);
  op = row_of(op, p);
  *f = (tm_reducer){.rows = tm_kernel.reduction(op, dtype), .p = p, .width = tm_element_size(dtype), .dtype = dtype};
  if (!f->rows) return tm_fail_dtype(*name, dtype);
  if (needs_mean(op)) f->mean = tm_kernel.reduction(REDUCE_mean, dtype);
  f->needs_elements = needs_elements(op);
  return TM_OK;
}

/* ---- all elements ---- */

typedef struct {
  const tm_reducer *f;
  const tm_reduction *rows;
  const tm_iter *it;
  bool contiguous;
  tm_wide mean, *part;
} all_job;

static int64_t block_length(int64_t n, int64_t b) { return n - b * TM_BLOCK < TM_BLOCK ? n - b * TM_BLOCK : TM_BLOCK; }

static void reduce_blocks(void *ctx, int64_t begin, int64_t end) {
  const all_job *j = ctx;
  _Alignas(64) char gathered[TM_BLOCK * 8];
  for (int64_t b = begin; b < end; b++) {
    int64_t n = block_length(j->it->n, b);
    const char *x = j->it->data[0] + b * TM_BLOCK * (int64_t)j->f->width;
    if (!j->contiguous) tm_collect(gathered, j->it, 0, b * TM_BLOCK, n, tm_kernel.copy_loop(j->f->dtype, j->f->dtype)), x = gathered;
    j->rows->rows(1, n, x, 0, j->f->p, &j->mean, &j->part[b]);
  }
}

/* All blocks of the job, joined and finished. */
static tm_wide run_blocks(all_job *j, const tm_reduction *rows) {
  int64_t blocks = (j->it->n + TM_BLOCK - 1) / TM_BLOCK;
  j->rows = rows;
  tm_parallel_for(blocks, TM_GRAIN / TM_BLOCK, reduce_blocks, j);
  tm_wide s = j->part[0];
  for (int64_t b = 1; b < blocks; b++) rows->join(1, &s, &j->part[b]);
  rows->finish(1, &s, (double)j->it->n, j->f->p);
  return s;
}

static int32_t reduce_iter(tm_wide *result, const char *name, const tm_reducer *f, const tm_iter *it) {
  if (it->n == 0) {
    if (f->needs_elements) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: x has no elements", name);
    f->rows->rows(1, 0, NULL, 0, f->p, NULL, result);
    f->rows->finish(1, result, 0, f->p);
    return TM_OK;
  }
  tm_wide one;
  int64_t blocks = (it->n + TM_BLOCK - 1) / TM_BLOCK;
  all_job j = {.f = f, .it = it, .contiguous = it->dims == 1 && (it->stride[0][0] == 1 || it->n == 1), .part = &one};
  if (blocks > 1) j.part = tm_scratch(SCRATCH, (size_t)blocks * sizeof *j.part);
  if (!j.part) return tm_fail(TM_OUT_OF_MEMORY, "Cannot run %s: no memory for %lld partial results", name, (long long)blocks);
  if (f->mean) j.mean = run_blocks(&j, f->mean);
  *result = run_blocks(&j, f->rows);
  return TM_OK;
}

static double as_number(tm_wide w, int dtype) { return is_integer(dtype) ? (double)w.i : w.f; }

int32_t tm_reduce_all(int32_t op, const tm_data *x, tm_frame *frame, double p) {
  const char *name;
  tm_tensor t;
  tm_reducer f;
  TM_TRY(tm_read(&t, "a reduction", "x", frame, 0, x));
  TM_TRY(tm_reducer_init(&f, &name, op, t.dtype, p));
  tm_iter it;
  tm_wide result;
  tm_sorted_iter(&it, 1, &t);
  TM_TRY(reduce_iter(&result, name, &f, &it));
  frame->result[0] = as_number(result, t.dtype);
  return TM_OK;
}

/* The row of a small contiguous float tensor, looked up at its first use; NULL where tm_reducer_init must be asked. */
static const tm_reduction *simple_row(int op, int dtype) {
  static _Atomic(const tm_reduction *) rows[2][REDUCE_OPS];
  if ((uint32_t)op >= REDUCE_OPS || op == REDUCE_norm || needs_mean(op) || (dtype != TM_FLOAT32 && dtype != TM_FLOAT64)) return NULL;
  const tm_reduction *row = atomic_load_explicit(&rows[dtype - TM_FLOAT32][op], memory_order_relaxed);
  if (row) return row;
  row = tm_kernel.reduction(op, dtype);
  atomic_store_explicit(&rows[dtype - TM_FLOAT32][op], row, memory_order_relaxed);
  return row;
}

int32_t tm_reduce_all_n(int32_t op, int32_t dtype, double n, const tm_data *x, double x_offset, double x_bytes, double p, tm_frame *frame) {
  const char *name;
  void *data;
  tm_reducer f;
  tm_wide result;
  const tm_reduction *row = n >= 1 && n <= TM_BLOCK ? simple_row(op, dtype) : NULL;
  if (row && frame && (data = tm_address_n((int64_t)n, dtype == TM_FLOAT32 ? 4 : 8, x, x_offset, x_bytes))) {
    row->rows(1, (int64_t)n, data, 0, p, NULL, &result);
    row->finish(1, &result, (double)(int64_t)n, p);
    frame->result[0] = result.f;
    return TM_OK;
  }
  TM_TRY(tm_read_n(&data, "a reduction", "x", dtype, n, x, x_offset, x_bytes));
  TM_TRY(tm_reducer_init(&f, &name, op, dtype, p));
  if (!frame) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the frame is missing", name);
  if (n >= 1 && n <= TM_BLOCK) {
    tm_wide mean = {0};
    if (f.mean) f.mean->rows(1, (int64_t)n, data, 0, p, NULL, &mean), f.mean->finish(1, &mean, n, p);
    f.rows->rows(1, (int64_t)n, data, 0, p, &mean, &result);
    f.rows->finish(1, &result, n, p);
  } else {
    tm_iter it = {.operands = 1, .dims = 1, .n = (int64_t)n, .data = {data}, .width = {f.width}};
    it.size[0] = it.n, it.stride[0][0] = 1;
    TM_TRY(reduce_iter(&result, name, &f, &it));
  }
  frame->result[0] = as_number(result, dtype);
  return TM_OK;
}

/* ---- along a dimension ---- */

/* Results made before they are stored: of the size of a strip of columns. */
enum { GROUP = 512 };

typedef struct {
  const tm_reducer *f;
  int64_t n, stride; /* along the dimension */
  tm_unary_loop store;
  size_t r_width;
} dim_job;

/* `count` unfinished results of the elements at x + k * xs, x + k * xs + stride, … */
static void reduce_group(const dim_job *j, const tm_reduction *rows, int64_t count, const char *x, int64_t xs, const tm_wide *mean,
                         tm_wide *out) {
  int64_t width = (int64_t)j->f->width;
  if (j->stride == 1 || j->n <= 1) rows->rows(count, j->n, x, xs, j->f->p, mean, out);
  else if (xs == 1 && count >= 4) rows->columns(count, j->n, x, j->stride, j->f->p, mean, out);
  else {
    _Alignas(64) char gathered[TM_BLOCK * 8];
    tm_unary_loop copy = tm_kernel.copy_loop(j->f->dtype, j->f->dtype);
    for (int64_t k = 0; k < count; k++)
      for (int64_t i = 0; i < j->n; i += TM_BLOCK) {
        int64_t length = j->n - i < TM_BLOCK ? j->n - i : TM_BLOCK;
        tm_wide part;
        copy(length, gathered, 1, x + (k * xs + i * j->stride) * width, j->stride, 0, 0);
        rows->rows(1, length, gathered, 0, j->f->p, mean ? &mean[k] : NULL, &part);
        if (i == 0) out[k] = part;
        else rows->join(1, &out[k], &part);
      }
  }
}

static void reduce_outputs(void *ctx, int64_t count, char *const p[], const int64_t stride[]) {
  const dim_job *j = ctx;
  tm_wide mean[GROUP], out[GROUP];
  int64_t group = GROUP, rs = stride[0], xs = stride[1];
  if (j->f->mean && j->stride == 1) { /* two passes over rows that stay in cache */
    group = 2 * TM_BLOCK / (j->n + 1);
    group = group < 1 ? 1 : group > GROUP ? GROUP : group;
  }
  for (int64_t k = 0; k < count; k += group) {
    int64_t some = count - k < group ? count - k : group;
    const char *x = p[1] + k * xs * (int64_t)j->f->width;
    if (j->f->mean) {
      reduce_group(j, j->f->mean, some, x, xs, NULL, mean);
      j->f->mean->finish(some, mean, (double)j->n, j->f->p);
    }
    reduce_group(j, j->f->rows, some, x, xs, j->f->mean ? mean : NULL, out);
    j->f->rows->finish(some, out, (double)j->n, j->f->p);
    j->store(some, p[0] + k * rs * (int64_t)j->r_width, rs, out, 1, 0, 0);
  }
}

/* Few results of many elements: each is split. */
static int32_t reduce_each(const char *name, const dim_job *j, const tm_iter *outputs) {
  tm_iter it = {.operands = 1, .dims = 1, .n = j->n, .width = {j->f->width}};
  it.size[0] = j->n, it.stride[0][0] = j->stride;
  for (int64_t k = 0; k < outputs->n; k++) {
    int64_t rest = k, at[2] = {0};
    for (int d = outputs->dims - 1; d >= 0; rest /= outputs->size[d--])
      for (int o = 0; o < 2; o++) at[o] += rest % outputs->size[d] * outputs->stride[o][d];
    tm_wide result;
    it.data[0] = outputs->data[1] + at[1] * (int64_t)j->f->width;
    TM_TRY(reduce_iter(&result, name, j->f, &it));
    j->store(1, outputs->data[0] + at[0] * (int64_t)j->r_width, 1, &result, 1, 0, 0);
  }
  return TM_OK;
}

/* A tall matrix with contiguous rows: its rows are split into blocks. */
static int64_t tall_block(int64_t columns) { return 4 * TM_GRAIN / columns; }

typedef struct {
  const dim_job *j;
  const tm_reduction *rows;
  const char *x;
  int64_t count, block;
  const tm_wide *mean;
  tm_wide *part;
} tall_job;

static void reduce_tall_blocks(void *ctx, int64_t begin, int64_t end) {
  const tall_job *t = ctx;
  for (int64_t b = begin; b < end; b++) {
    int64_t first = b * t->block, n = t->j->n - first < t->block ? t->j->n - first : t->block;
    t->rows->columns(t->count, n, t->x + first * t->j->stride * (int64_t)t->j->f->width, t->j->stride, t->j->f->p, t->mean,
                     t->part + b * t->count);
  }
}

static void run_tall(tall_job *t, const tm_reduction *rows, tm_wide *out) {
  int64_t blocks = (t->j->n + t->block - 1) / t->block;
  t->rows = rows;
  tm_parallel_for(blocks, 1, reduce_tall_blocks, t);
  memcpy(out, t->part, (size_t)t->count * sizeof *out);
  for (int64_t b = 1; b < blocks; b++) rows->join(t->count, out, t->part + b * t->count);
  rows->finish(t->count, out, (double)t->j->n, t->j->f->p);
}

static int32_t reduce_tall(const char *name, const dim_job *j, const tm_iter *outputs) {
  int64_t count = outputs->n;
  tall_job t = {.j = j, .x = outputs->data[1], .count = count, .block = tall_block(count)};
  int64_t blocks = (j->n + t.block - 1) / t.block;
  tm_wide *scratch = tm_scratch(SCRATCH, (size_t)((blocks + 2) * count) * sizeof *scratch);
  if (!scratch) return tm_fail(TM_OUT_OF_MEMORY, "Cannot run %s: no memory for %lld partial results", name, (long long)(blocks * count));
  tm_wide *mean = scratch, *out = scratch + count;
  t.part = scratch + 2 * count;
  if (j->f->mean) run_tall(&t, j->f->mean, mean);
  t.mean = j->f->mean ? mean : NULL;
  run_tall(&t, j->f->rows, out);
  j->store(count, outputs->data[0], outputs->stride[0][0], out, 1, 0, 0);
  return TM_OK;
}

int32_t tm_check_reduced(const char *name, const char *what, const tm_tensor *r, const tm_tensor *x, int32_t dim) {
  if (dim < 0 || dim >= x->dims) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: dim must be from 0 to %d but is %d", name, x->dims - 1, dim);
  bool same = r->dims == x->dims;
  for (int d = 0; d < x->dims && same; d++) same = r->size[d] == (d == dim ? 1 : x->size[d]);
  if (!same) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must have the size of x with 1 at dimension %d", name, what, dim);
  return TM_OK;
}

int32_t tm_reduce(int32_t op, tm_data *r, const tm_data *x, tm_frame *frame, int32_t dim, double p) {
  const char *name;
  tm_tensor t[2];
  tm_reducer f;
  TM_TRY(tm_read(&t[0], "a reduction", "r", frame, 0, r));
  TM_TRY(tm_read(&t[1], "a reduction", "x", frame, 1, x));
  TM_TRY(tm_reducer_init(&f, &name, op, t[1].dtype, p));
  TM_TRY(tm_check_reduced(name, "r", &t[0], &t[1], dim));
  int to = t[0].dtype, from = t[1].dtype;
  bool logical = op == REDUCE_all || op == REDUCE_any;
  bool fits = to == from || (logical && (to == TM_UINT8 || to == TM_BOOL)) || (to == TM_INT64 && is_integer(from));
  if (!fits) return tm_fail(TM_BAD_DTYPE, "Cannot run %s: r must be %s like x but is %s", name, tm_dtype_name(from), tm_dtype_name(to));
  if (t[0].n == 0) return TM_OK;
  dim_job j = {&f, t[1].size[dim], t[1].stride[dim], tm_kernel.copy_loop(to, is_integer(from) ? TM_INT64 : TM_FLOAT64), tm_element_size(to)};
  if (j.n == 0 && f.needs_elements) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: x has no elements along dimension %d", name, dim);
  static const char nothing[8];
  if (j.n == 0) t[1].data = (void *)(uintptr_t)nothing;
  t[1].size[dim] = 1, t[1].n = t[0].n;
  if (j.n == 0) memset(t[1].stride, 0, sizeof t[1].stride);
  tm_tensor x_first[2] = {t[1], t[0]};
  tm_iter by_x, outputs;
  tm_sorted_iter(&by_x, 2, x_first);
  outputs = by_x; /* in the order of x, but r first */
  memcpy(outputs.stride[0], by_x.stride[1], sizeof outputs.stride[0]), memcpy(outputs.stride[1], by_x.stride[0], sizeof outputs.stride[1]);
  outputs.data[0] = by_x.data[1], outputs.data[1] = by_x.data[0];
  outputs.width[0] = by_x.width[1], outputs.width[1] = by_x.width[0];
  bool columns = outputs.stride[1][outputs.dims - 1] == 1 && j.stride != 1;
  if (outputs.n < 16 && j.n >= 16 * TM_BLOCK && !(columns && outputs.n >= 4)) return reduce_each(name, &j, &outputs);
  if (columns && outputs.dims == 1 && outputs.n >= 4 && outputs.n <= 4096 && j.n >= 2 * tall_block(outputs.n)) return reduce_tall(name, &j, &outputs);
  int64_t grain = TM_GRAIN / (j.n + 1) + 1;
  tm_iter_run(&outputs, columns && grain < GROUP ? GROUP : grain, reduce_outputs, &j);
  return TM_OK;
}
