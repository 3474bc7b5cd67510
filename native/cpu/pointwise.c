/* Operands and iteration of the element-wise families: see pointwise.h. */
#include "pointwise.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "[2, 3]" */
static void print_size(char *text, size_t room, const tm_tensor *t) {
  size_t used = (size_t)snprintf(text, room, "[");
  for (int d = 0; d < t->dims && used < room; d++)
    used += (size_t)snprintf(text + used, room - used, d ? ", %lld" : "%lld", (long long)t->size[d]);
  if (used < room) snprintf(text + used, room - used, "]");
}

int32_t tm_read_pointwise(tm_tensor t[], const char *caller, int count, const char *const names[], const tm_frame *frame,
                          const tm_data *const data[]) {
  for (int k = 0; k < count; k++) TM_TRY(tm_read(&t[k], caller, names[k], frame, k, data[k]));
  for (int k = 1; k < count; k++)
    if (!tm_same_size(&t[0], &t[k])) {
      char wanted[200], found[200];
      print_size(wanted, sizeof wanted, &t[0]);
      print_size(found, sizeof found, &t[k]);
      return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must be %s like %s but is %s", caller, names[k], wanted, names[0], found);
    }
  return TM_OK;
}

int32_t tm_check_same_dtype(const char *caller, int count, const char *const names[], const tm_tensor t[]) {
  for (int k = 1; k < count; k++)
    if (t[k].dtype != t[0].dtype)
      return tm_fail(TM_BAD_DTYPE, "Cannot run %s: %s must be %s like %s but is %s", caller, names[k], tm_dtype_name(t[0].dtype), names[0],
                     tm_dtype_name(t[k].dtype));
  return TM_OK;
}

int32_t tm_fail_dtype(const char *caller, int dtype) {
  return tm_fail(TM_BAD_DTYPE, "Cannot run %s: not defined for %s", caller, tm_dtype_name(dtype));
}

/* Orders the dimensions by the strides of r, the smallest last. */
static void sort_dims(int count, tm_tensor t[]) {
  for (int end = t[0].dims - 1; end > 0; end--)
    for (int d = 0; d < end; d++) {
      if (llabs(t[0].stride[d]) >= llabs(t[0].stride[d + 1])) continue;
      for (int k = 0; k < count; k++) {
        int64_t size = t[k].size[d], stride = t[k].stride[d];
        t[k].size[d] = t[k].size[d + 1], t[k].stride[d] = t[k].stride[d + 1];
        t[k].size[d + 1] = size, t[k].stride[d + 1] = stride;
      }
    }
}

void tm_sorted_iter(tm_iter *it, int count, const tm_tensor t[]) {
  tm_tensor sorted[TM_ITER_OPERANDS];
  const tm_tensor *pointers[TM_ITER_OPERANDS];
  memcpy(sorted, t, (size_t)count * sizeof *t);
  sort_dims(count, sorted);
  for (int k = 0; k < count; k++) pointers[k] = &sorted[k];
  tm_iter_init(it, count, pointers);
}

void tm_gather(void *buffer, const tm_iter *it, int k, int64_t first, int64_t n, tm_unary_loop copy) {
  int last = it->dims - 1;
  int64_t row = it->size[last], at = first % row, index[TM_MAX_DIMS], rest = first / row, width = (int64_t)it->width[k];
  const char *x = it->data[k];
  for (int d = last - 1; d >= 0; d--) {
    index[d] = rest % it->size[d], rest /= it->size[d];
    x += index[d] * it->stride[k][d] * width;
  }
  for (char *to = buffer; n > 0;) {
    int64_t some = row - at < n ? row - at : n;
    copy(some, to, 1, x + at * it->stride[k][last] * width, it->stride[k][last], 0, 0);
    to += some * width, n -= some, at = 0;
    for (int d = last - 1; d >= 0; d--) {
      x += it->stride[k][d] * width;
      if (++index[d] < it->size[d]) break;
      x -= index[d] * it->stride[k][d] * width;
      index[d] = 0;
    }
  }
}

void tm_pointwise_run(int count, const tm_tensor t[], int64_t grain, tm_inner_fn fn, void *ctx) {
  if (t[0].n == 0) return;
  tm_iter it;
  tm_sorted_iter(&it, count, t);
  tm_iter_run(&it, grain, fn, ctx);
}

typedef struct {
  int count;
  char *data[TM_ITER_OPERANDS];
  const size_t *width;
  tm_inner_fn fn;
  void *ctx;
} range_job;

static const int64_t ones[TM_ITER_OPERANDS] = {1, 1, 1, 1, 1};

static void run_range(void *ctx, int64_t begin, int64_t end) {
  const range_job *j = ctx;
  char *p[TM_ITER_OPERANDS];
  for (int k = 0; k < j->count; k++) p[k] = j->data[k] + (size_t)begin * j->width[k];
  j->fn(j->ctx, end - begin, p, ones);
}

void tm_pointwise_run_n(int count, void *const data[], const size_t width[], int64_t n, int64_t grain, tm_inner_fn fn, void *ctx) {
  range_job j = {.count = count, .width = width, .fn = fn, .ctx = ctx};
  for (int k = 0; k < count; k++) j.data[k] = data[k];
  tm_parallel_for(n, grain, run_range, &j);
}
