/* Sorting along a dimension, and what is found by order: largest and smallest, k-th, most frequent. */
#include "dispatch.h"
#include "pointwise.h"
#include <stdatomic.h>

/* Scratch of a line. */
enum { PAIRS = 0, MORE_PAIRS = 1 };
/* A line so long is sorted by all threads. */
enum { LONG_LINE = 65536 };

typedef struct sort_job {
  const tm_order *order;
  tm_gather_loop gather;
  /* Returns the pairs of the results of a line, NULL without memory. */
  const void *(*find)(const struct sort_job *j, const char *x);
  int64_t n, k, inner; /* of x and the results along the dimension; elements behind it */
  int64_t place;
  size_t width;
  const char *x;
  char *r;
  int64_t *index;
  bool descending, sorted, single;
  atomic_bool failed;
} sort_job;

static void sort_line(sort_job *j, int64_t line) {
  int64_t outer = line / j->inner, lane = line % j->inner;
  const char *x = j->x + (size_t)(outer * j->n * j->inner + lane) * j->width;
  int64_t first = outer * j->k * j->inner + lane;
  const void *found = j->find(j, x);
  if (!found) {
    j->failed = true;
    return;
  }
  j->order->positions(j->k, found, j->index + first, j->inner);
  j->gather(j->k, j->r + (size_t)first * j->width, j->inner, x, 0, j->inner, j->index + first, j->inner, j->n);
}

static void sort_lines(void *ctx, int64_t begin, int64_t end) {
  for (int64_t line = begin; line < end; line++) sort_line(ctx, line);
}

/* The pairs of a line, and scratch for as many in *more if it is wanted. */
static void *pairs_of(const sort_job *j, const char *x, void **more) {
  size_t bytes = (size_t)j->n * j->order->pair;
  void *pairs = tm_scratch(PAIRS, bytes);
  if (more) *more = tm_scratch(MORE_PAIRS, bytes);
  if (!pairs || (more && !*more)) return NULL;
  j->order->encode(j->n, x, j->inner, j->descending, pairs);
  return pairs;
}

static const void *find_sorted(const sort_job *j, const char *x) {
  void *more, *pairs = pairs_of(j, x, &more);
  return pairs ? j->order->sort(j->n, pairs, more) : NULL;
}

static const void *find_most_frequent(const sort_job *j, const char *x) {
  void *more, *pairs = pairs_of(j, x, &more);
  if (!pairs) return NULL;
  void *sorted = j->order->sort(j->n, pairs, more), *other = sorted == pairs ? more : pairs;
  j->order->longest_run(j->n, sorted, other);
  return other;
}

static const void *find_kth(const sort_job *j, const char *x) {
  void *pairs = pairs_of(j, x, NULL);
  if (pairs) j->order->select(j->n, pairs, j->place);
  return pairs;
}

static const void *find_first_k(const sort_job *j, const char *x) {
  int64_t most = j->n + TM_FIRST_BLOCK, room = TM_FIRST_ROOM(j->k);
  size_t bytes = (size_t)(room < most ? room : most) * j->order->pair;
  void *pairs = tm_scratch(PAIRS, bytes), *more = tm_scratch(MORE_PAIRS, bytes);
  if (!pairs || !more) return NULL;
  return j->order->first(j->n, x, j->inner, j->descending, j->k, j->sorted, pairs, more);
}

/* Operands r, index, x; contiguous. */
static int32_t run(const char *name, sort_job *j, tm_data *r, tm_data *index, const tm_data *x, tm_frame *frame, int32_t dim) {
  tm_tensor t[3];
  TM_TRY(tm_read_contiguous(&t[0], name, "r", frame, 0, r));
  TM_TRY(tm_read_contiguous(&t[1], name, "index", frame, 1, index));
  TM_TRY(tm_read_contiguous(&t[2], name, "x", frame, 2, x));
  if (dim < 0 || dim >= t[2].dims) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the dimension must be from 0 to %d but is %d", name, t[2].dims - 1, dim);
  if (t[0].dtype != t[2].dtype)
    return tm_fail(TM_BAD_DTYPE, "Cannot run %s: r must be %s like x but is %s", name, tm_dtype_name(t[2].dtype), tm_dtype_name(t[0].dtype));
  if (t[1].dtype != TM_INT64) return tm_fail(TM_BAD_DTYPE, "Cannot run %s: index must be int64 but is %s", name, tm_dtype_name(t[1].dtype));
  j->order = tm_kernel.order(t[2].dtype);
  if (!j->order) return tm_fail_dtype(name, t[2].dtype);
  if (!tm_same_size(&t[0], &t[1])) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: index must have the size of r", name);
  j->n = t[2].size[dim], j->k = t[0].dims == t[2].dims ? t[0].size[dim] : -1;
  tm_tensor wanted = t[2];
  wanted.size[dim] = j->k;
  if (!tm_same_size(&t[0], &wanted) || j->k > (j->single ? 1 : j->n))
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: r must have the size of x with at most %lld in dimension %d", name, (long long)(j->single ? 1 : j->n), dim);
  TM_TRY(tm_check_apart(name, "r", &t[0], "index", &t[1]));
  TM_TRY(tm_check_apart(name, "r", &t[0], "x", &t[2]));
  TM_TRY(tm_check_apart(name, "index", &t[1], "x", &t[2]));
  if (j->n > UINT32_MAX) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: x must have fewer than 2^32 elements along dimension %d", name, dim);
  if (t[0].n == 0) return TM_OK;
  if (j->place < 0 || j->place >= j->n)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: k must be from 0 to %lld but is %lld", name, (long long)j->n - 1, (long long)j->place);
  j->inner = 1;
  for (int d = dim + 1; d < t[2].dims; d++) j->inner *= t[2].size[d];
  j->width = tm_element_size(t[2].dtype), j->gather = tm_kernel.gather_loop(j->width);
  j->x = t[2].data, j->r = t[0].data, j->index = t[1].data;
  int64_t lines = t[2].n / j->n;
  if (j->n >= LONG_LINE && lines < tm_threads()) sort_lines(j, 0, lines);
  else tm_parallel_for(lines, TM_GRAIN / 8 / j->n + 1, sort_lines, j);
  return j->failed ? tm_fail(TM_OUT_OF_MEMORY, "Cannot run %s: there is no memory for scratch space", name) : TM_OK;
}

int32_t tm_sort(tm_data *r, tm_data *index, const tm_data *x, tm_frame *frame, int32_t dim, int32_t descending) {
  return run("sort", &(sort_job){.find = find_sorted, .descending = descending != 0}, r, index, x, frame, dim);
}
int32_t tm_topk(tm_data *r, tm_data *index, const tm_data *x, tm_frame *frame, int32_t dim, int32_t largest, int32_t sorted) {
  return run("topk", &(sort_job){.find = find_first_k, .descending = largest != 0, .sorted = sorted != 0}, r, index, x, frame, dim);
}
int32_t tm_kthvalue(tm_data *r, tm_data *index, const tm_data *x, tm_frame *frame, int32_t dim, double k) {
  if (!(k >= 0 && k < 0x1p53)) return tm_fail(TM_BAD_ARGUMENT, "Cannot run kthvalue: k must be from 0 but is %g", k);
  return run("kthvalue", &(sort_job){.find = find_kth, .place = (int64_t)k, .single = true}, r, index, x, frame, dim);
}
int32_t tm_mode(tm_data *r, tm_data *index, const tm_data *x, tm_frame *frame, int32_t dim) {
  return run("mode", &(sort_job){.find = find_most_frequent, .single = true}, r, index, x, frame, dim);
}
