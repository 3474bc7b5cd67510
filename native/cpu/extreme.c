/* Largest and smallest elements along a dimension, with their positions. */
#include "dispatch.h"
#include "ops.h"
#include "pointwise.h"
#include "reduce.h"
#include <string.h>

enum { GROUP = 128 };

typedef struct {
  tm_reducer f;
  const tm_extreme *extreme;
  int64_t n, stride;
  bool smallest, integer;
  tm_unary_loop store, copy;
} extreme_job;

/* One row; x is contiguous and of any length. */
static void find_in_row(const extreme_job *j, const char *x, tm_wide *value, int64_t *index) {
  j->f.rows->rows(1, j->n, x, 0, 0, NULL, value);
  *index = j->extreme->first(j->n, x, *value);
}

/* One row of any stride, gathered block by block: a later block wins only where it is better. */
static void find_in_strided_row(const extreme_job *j, const char *x, tm_wide *value, int64_t *index) {
  _Alignas(64) char gathered[TM_BLOCK * 8];
  for (int64_t i = 0; i < j->n; i += TM_BLOCK) {
    int64_t length = j->n - i < TM_BLOCK ? j->n - i : TM_BLOCK;
    tm_wide part;
    j->copy(length, gathered, 1, x + i * j->stride * (int64_t)j->f.width, j->stride, 0, 0);
    j->f.rows->rows(1, length, gathered, 0, 0, NULL, &part);
    bool better;
    if (i == 0) better = true;
    else if (j->integer) better = j->smallest ? part.i < value->i : part.i > value->i;
    else better = (j->smallest ? part.f < value->f : part.f > value->f) || (part.f != part.f && value->f == value->f);
    if (!better) continue;
    *value = part;
    *index = i + j->extreme->first(length, gathered, part);
  }
}

/* Operands x, r, index. */
static void find_outputs(void *ctx, int64_t count, char *const p[], const int64_t stride[]) {
  const extreme_job *j = ctx;
  int64_t width = (int64_t)j->f.width;
  tm_wide value[GROUP];
  int64_t index[GROUP];
  for (int64_t k = 0; k < count; k += GROUP) {
    int64_t some = count - k < GROUP ? count - k : GROUP;
    const char *x = p[0] + k * stride[0] * width;
    if (j->stride == 1 || j->n == 1)
      for (int64_t i = 0; i < some; i++) find_in_row(j, x + i * stride[0] * width, &value[i], &index[i]);
    else if (stride[0] == 1 && some >= 4 && j->n <= INT32_MAX) j->extreme->columns(some, j->n, x, j->stride, value, index, j->smallest);
    else
      for (int64_t i = 0; i < some; i++) find_in_strided_row(j, x + i * stride[0] * width, &value[i], &index[i]);
    j->store(some, p[1] + k * stride[1] * width, stride[1], value, 1, 0, 0);
    int64_t *to = (int64_t *)p[2] + k * stride[2];
    for (int64_t i = 0; i < some; i++) to[i * stride[2]] = index[i];
  }
}

int32_t tm_reduce_index(int32_t op, tm_data *r, tm_data *index, const tm_data *x, tm_frame *frame, int32_t dim) {
  const char *name = op == REDUCE_max ? "max" : "min";
  if (op != REDUCE_max && op != REDUCE_min) return tm_fail(TM_BAD_ARGUMENT, "Cannot run reduction %d with indices: only max and min have them", op);
  tm_tensor t[3]; /* x, r, index */
  extreme_job j = {.smallest = op == REDUCE_min};
  TM_TRY(tm_read(&t[1], name, "r", frame, 0, r));
  TM_TRY(tm_read(&t[2], name, "index", frame, 1, index));
  TM_TRY(tm_read(&t[0], name, "x", frame, 2, x));
  int dtype = t[0].dtype;
  TM_TRY(tm_reducer_init(&j.f, &name, op, dtype, 0));
  TM_TRY(tm_check_reduced(name, "r", &t[1], &t[0], dim));
  TM_TRY(tm_check_reduced(name, "index", &t[2], &t[0], dim));
  if (t[1].dtype != dtype)
    return tm_fail(TM_BAD_DTYPE, "Cannot run %s: r must be %s like x but is %s", name, tm_dtype_name(dtype), tm_dtype_name(t[1].dtype));
  if (t[2].dtype != TM_INT64) return tm_fail(TM_BAD_DTYPE, "Cannot run %s: index must be int64 but is %s", name, tm_dtype_name(t[2].dtype));
  if (t[1].n == 0) return TM_OK;
  j.n = t[0].size[dim], j.stride = t[0].stride[dim];
  if (j.n == 0) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: x has no elements along dimension %d", name, dim);
  j.integer = dtype <= TM_INT64 || dtype == TM_BOOL;
  j.extreme = tm_kernel.extreme(dtype);
  j.store = tm_kernel.copy_loop(dtype, j.integer ? TM_INT64 : TM_FLOAT64), j.copy = tm_kernel.copy_loop(dtype, dtype);
  t[0].size[dim] = 1, t[0].n = t[1].n;
  tm_iter it;
  tm_sorted_iter(&it, 3, t);
  int64_t grain = TM_GRAIN / (j.n + 1) + 1;
  bool columns = it.stride[0][it.dims - 1] == 1 && j.stride != 1;
  tm_iter_run(&it, columns && grain < GROUP ? GROUP : grain, find_outputs, &j);
  return TM_OK;
}
