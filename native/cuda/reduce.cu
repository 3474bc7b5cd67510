// Reductions: rows of ops/reduce.def, of all elements or along a dimension.
#include "reduce.h"
#include "element.h"
#include "ops.h"

#include <cmath>

namespace {

using gpu::Reduction;
using gpu::Target;

template <class T> __device__ inline T magnitude(T x) { return x < 0 ? -x : x == 0 ? T(0) : x; }
/// NaN wins.
template <class T> __device__ inline T larger(T x, T y) { return x > y || x != x ? x : y; }
template <class T> __device__ inline T smaller(T x, T y) { return x < y || x != x ? x : y; }

/// Leaves a result of T, which sums in W, where and as the target wants it.
template <class T, class W> __device__ inline void storeWide(const Target &target, const int64_t at[3], W value) {
  switch (target.kind) {
    case Target::kOwn: static_cast<T *>(target.r)[at[1]] = T(value); break;
    case Target::kInt64: static_cast<int64_t *>(target.r)[at[1]] = int64_t(value); break;
    case Target::kUint8: static_cast<uint8_t *>(target.r)[at[1]] = value != 0; break;  // only all and any
    case Target::kBool: static_cast<uint8_t *>(target.r)[at[1]] = value != 0; break;
    case Target::kWide: static_cast<W *>(target.r)[at[0]] = value; break;
  }
}

typedef void (*ReduceLaunch)(Reduction job, const void *x, Target target);

#define BODY "reduce.inc"
#include "each_dtype.h"

const ReduceLaunch *const tables[] = TABLES(reductions);

/// A reduction for one dtype and parameter; mean is set where the elements' mean is needed first.
struct Reducer {
  ReduceLaunch run, mean;
  bool needsElements;
};

/// The row that norm stands for.
int rowOf(int op, double p) {
  if (op != REDUCE_norm) return op;
  return p == 0 ? REDUCE_norm0 : p == 1 ? REDUCE_norm1 : p == 2 ? REDUCE_norm2 : p == INFINITY ? REDUCE_normInf : op;
}

int32_t findReducer(Reducer *f, const char **name, int op, int dtype, double p) {
  *name = tm_op_name(TM_FAMILY_REDUCE, op);
  if (!*name) return tm_fail(TM_BAD_ARGUMENT, "Cannot run reduction %d: there are %d", op, REDUCE_OPS);
  if (p != p) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: p must be a number but is NaN", *name);
  const ReduceLaunch *table = tables[dtype == TM_BOOL ? TM_UINT8 : dtype];
  const bool needsMean = op == REDUCE_var || op == REDUCE_std;
  f->run = table ? table[rowOf(op, p)] : nullptr;
  if (!f->run) return tm_fail_dtype(*name, dtype);
  f->mean = needsMean ? table[REDUCE_mean] : nullptr;
  f->needsElements = needsMean || op == REDUCE_max || op == REDUCE_min || op == REDUCE_mean;
  return TM_OK;
}

void run(const Reducer &f, Reduction &job, const void *x, const Target &target) {
  if (f.mean) {
    double *mean = gpu::scratch<double>(gpu::kMeanSlot, job.outer.n);
    if (!mean) return;
    f.mean(job, x, {mean, nullptr, Target::kWide});
    job.mean = mean;
  }
  f.run(job, x, target);
}

int32_t reduceAll(const char *name, const Reducer &f, int dtype, const gpu::Nest<1> &elements, const void *x, double p, tm_frame *frame) {
  if (elements.n == 0 && f.needsElements) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: x has no elements", name);
  Reduction job = {};
  job.outer = gpu::oneResult(), job.inner = elements, job.p = p;
  gpu::Wide *result = gpu::scratch<gpu::Wide>(gpu::kResultSlot, 1), found = {};
  if (result) run(f, job, x, {result, nullptr, Target::kWide});
  TM_TRY(tm_done(name));
  const cudaError_t e = gpu::fetch(&found, result, sizeof found);
  if (e) return gpu::fail(name, e);
  frame->result[0] = gpu::countsWhole(dtype) ? double(found.i) : found.f;
  return tm_settle(name);
}

}  // namespace

extern "C" {

int32_t tm_reduce_all(int32_t op, const tm_data *x, tm_frame *frame, double p) {
  const char *name;
  tm_tensor t;
  Reducer f;
  TM_TRY(tm_read(&t, "a reduction", "x", frame, 0, x));
  TM_TRY(findReducer(&f, &name, op, t.dtype, p));
  return reduceAll(name, f, t.dtype, t.n ? gpu::nestOf<1>(&t) : gpu::rowOf(0, 1), t.data, p, frame);
}

int32_t tm_reduce_all_n(int32_t op, int32_t dtype, double n, const tm_data *x, double x_offset, double x_bytes, double p, tm_frame *frame) {
  const char *name;
  void *data;
  Reducer f;
  TM_TRY(tm_read_n(&data, "a reduction", "x", dtype, n, x, x_offset, x_bytes));
  TM_TRY(findReducer(&f, &name, op, dtype, p));
  if (!frame) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the frame is missing", name);
  return reduceAll(name, f, dtype, gpu::rowOf(int64_t(n), 1), data, p, frame);
}

int32_t tm_reduce(int32_t op, tm_data *r, const tm_data *x, tm_frame *frame, int32_t dim, double p) {
  const char *name;
  tm_tensor t[3];  // x, r, and r in the place of an index
  Reducer f;
  TM_TRY(tm_read(&t[1], "a reduction", "r", frame, 0, r));
  TM_TRY(tm_read(&t[0], "a reduction", "x", frame, 1, x));
  TM_TRY(findReducer(&f, &name, op, t[0].dtype, p));
  TM_TRY(gpu::checkReduced(name, "r", t[1], t[0], dim));
  const int to = t[1].dtype, from = t[0].dtype;
  const bool logical = op == REDUCE_all || op == REDUCE_any;
  const bool fits = to == from || (logical && (to == TM_UINT8 || to == TM_BOOL)) || (to == TM_INT64 && gpu::countsWhole(from));
  if (!fits) return tm_fail(TM_BAD_DTYPE, "Cannot run %s: r must be %s like x but is %s", name, tm_dtype_name(from), tm_dtype_name(to));
  if (t[1].n == 0) return TM_OK;
  if (t[0].size[dim] == 0 && f.needsElements)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: x has no elements along dimension %d", name, dim);
  t[2] = t[1];
  Reduction job = gpu::along(t, dim, p);
  const Target::Kind kind = to == TM_BOOL ? Target::kBool : to == from ? Target::kOwn : to == TM_INT64 ? Target::kInt64 : Target::kUint8;
  run(f, job, t[0].data, {t[1].data, nullptr, kind});
  return tm_done(name);
}

}  // extern "C"
