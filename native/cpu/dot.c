/* Reductions of two tensors: inner product and distance. */
#include "dispatch.h"
#include "ops.h"
#include "pointwise.h"
#include "reduce.h"

enum { SCRATCH = 6 };

typedef struct {
  const tm_iter *it;
  bool contiguous[2];
  int dtype;
  tm_dot_loop dot;      /* either this */
  tm_binary_loop minus; /* or this and a norm */
  const tm_reducer *norm;
  tm_wide *part;
} pair_job;

static void reduce_blocks(void *ctx, int64_t begin, int64_t end) {
  const pair_job *j = ctx;
  _Alignas(64) char gathered[2][TM_BLOCK * 8];
  const char *p[2];
  for (int64_t b = begin; b < end; b++) {
    int64_t first = b * TM_BLOCK, n = j->it->n - first < TM_BLOCK ? j->it->n - first : TM_BLOCK;
    for (int k = 0; k < 2; k++) {
      p[k] = j->it->data[k] + first * (int64_t)j->it->width[k];
      if (!j->contiguous[k]) tm_collect(gathered[k], j->it, k, first, n, tm_kernel.copy_loop(j->dtype, j->dtype)), p[k] = gathered[k];
    }
    if (j->dot) j->dot(n, p[0], p[1], &j->part[b]);
    else {
      j->minus(n, gathered[0], 1, p[0], 1, p[1], 1, 1);
      j->norm->rows->rows(1, n, gathered[0], 0, j->norm->p, NULL, &j->part[b]);
    }
  }
}

/* Runs the blocks of x and y and leaves their results in order in j->part. */
static int32_t run_blocks(pair_job *j, const char *name, tm_iter *it, const tm_tensor t[], int64_t *blocks) {
  tm_sorted_iter(it, 2, t);
  j->it = it, j->dtype = t[0].dtype;
  *blocks = (it->n + TM_BLOCK - 1) / TM_BLOCK;
  for (int k = 0; k < 2; k++) j->contiguous[k] = it->dims == 1 && it->stride[k][0] == 1;
  j->part = tm_scratch(SCRATCH, (size_t)(*blocks + 1) * sizeof *j->part);
  if (!j->part) return tm_fail(TM_OUT_OF_MEMORY, "Cannot run %s: no memory for %lld partial results", name, (long long)*blocks);
  tm_parallel_for(*blocks, TM_GRAIN / TM_BLOCK, reduce_blocks, j);
  return TM_OK;
}

static int32_t read_pair(tm_tensor t[], const char *name, const tm_frame *frame, const tm_data *x, const tm_data *y) {
  static const char *const names[] = {"x", "y"};
  TM_TRY(tm_read_pointwise(t, name, 2, names, frame, (const tm_data *[]){x, y}));
  return tm_check_same_dtype(name, 2, names, t);
}

int32_t tm_dot(const tm_data *x, const tm_data *y, tm_frame *frame) {
  tm_tensor t[2];
  tm_iter it;
  int64_t blocks;
  TM_TRY(read_pair(t, "dot", frame, x, y));
  if (t[0].dtype > TM_FLOAT64) return tm_fail_dtype("dot", t[0].dtype);
  pair_job j = {.dot = tm_kernel.dot_loop(t[0].dtype)};
  TM_TRY(run_blocks(&j, "dot", &it, t, &blocks));
  if (t[0].dtype <= TM_INT64) {
    uint64_t sum = 0;
    for (int64_t b = 0; b < blocks; b++) sum += (uint64_t)j.part[b].i;
    frame->result[0] = (double)(int64_t)sum;
  } else {
    double sum = 0;
    for (int64_t b = 0; b < blocks; b++) sum += j.part[b].f;
    frame->result[0] = sum;
  }
  return TM_OK;
}

int32_t tm_dist(const tm_data *x, const tm_data *y, tm_frame *frame, double p) {
  tm_tensor t[2];
  tm_iter it;
  int64_t blocks;
  const char *name;
  tm_reducer norm;
  TM_TRY(read_pair(t, "dist", frame, x, y));
  if (t[0].dtype != TM_FLOAT32 && t[0].dtype != TM_FLOAT64) return tm_fail_dtype("dist", t[0].dtype);
  if (p != p) return tm_fail(TM_BAD_ARGUMENT, "Cannot run dist: p must be a number but is NaN");
  TM_TRY(tm_reducer_init(&norm, &name, REDUCE_norm, t[0].dtype, p));
  pair_job j = {.minus = tm_kernel.binary_loop(BINARY_csub, t[0].dtype), .norm = &norm};
  TM_TRY(run_blocks(&j, "dist", &it, t, &blocks));
  if (blocks == 0) j.part[0].f = 0;
  for (int64_t b = 1; b < blocks; b++) norm.rows->join(1, &j.part[0], &j.part[b]);
  norm.rows->finish(1, &j.part[0], (double)it.n, p);
  frame->result[0] = j.part[0].f;
  return TM_OK;
}
