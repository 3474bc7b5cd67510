/* Loops on the threads of the pool: see iterate.h. */
#include "iterate.h"

typedef struct {
  const tm_iter *it;
  tm_inner_fn fn;
  void *ctx;
  int64_t row, part, parts; /* innermost length; elements of a part of it; parts per row */
} iter_job;

/* Runs pieces: piece = row * parts + part. */
static void run_pieces(void *ctx, int64_t begin, int64_t end) {
  const iter_job *j = ctx;
  const tm_iter *it = j->it;
  int last = it->dims - 1;
  int64_t at[TM_MAX_DIMS] = {0}, stride[TM_ITER_OPERANDS] = {0}, rest = begin / j->parts, part = begin % j->parts;
  char *base[TM_ITER_OPERANDS] = {0}, *p[TM_ITER_OPERANDS] = {0};
  for (int d = last - 1; d >= 0; d--) at[d] = rest % it->size[d], rest /= it->size[d];
  for (int k = 0; k < it->operands; k++) {
    int64_t offset = 0;
    for (int d = 0; d < last; d++) offset += at[d] * it->stride[k][d];
    base[k] = it->data[k] + offset * (int64_t)it->width[k];
    stride[k] = it->stride[k][last];
  }
  for (int64_t piece = begin; piece < end; piece++) {
    int64_t first = part * j->part, count = j->row - first < j->part ? j->row - first : j->part;
    for (int k = 0; k < it->operands; k++) p[k] = base[k] + first * stride[k] * (int64_t)it->width[k];
    j->fn(j->ctx, count, p, stride);
    if (++part < j->parts) continue;
    part = 0;
    for (int d = last - 1; d >= 0; d--) {
      at[d]++;
      for (int k = 0; k < it->operands; k++) base[k] += it->stride[k][d] * (int64_t)it->width[k];
      if (at[d] < it->size[d]) break;
      for (int k = 0; k < it->operands; k++) base[k] -= at[d] * it->stride[k][d] * (int64_t)it->width[k];
      at[d] = 0;
    }
  }
}

static iter_job make_job(const tm_iter *it, int64_t part, tm_inner_fn fn, void *ctx) {
  int64_t row = it->size[it->dims - 1];
  if (part > row) part = row;
  return (iter_job){it, fn, ctx, row, part, (row + part - 1) / part};
}

void tm_iter_run(const tm_iter *it, int64_t grain, tm_inner_fn fn, void *ctx) {
  if (it->n == 0) return;
  iter_job j = make_job(it, grain, fn, ctx);
  int64_t pieces = it->n / j.row * j.parts, per = grain / j.part;
  tm_parallel_for(pieces, per < 1 ? 1 : per, run_pieces, &j);
}

void tm_iter_run_serial(const tm_iter *it, tm_inner_fn fn, void *ctx) {
  if (it->n == 0) return;
  iter_job j = make_job(it, it->n, fn, ctx);
  run_pieces(&j, 0, it->n / j.row);
}
