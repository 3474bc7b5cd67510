// Kernels of reductions, for any operation and layout. An operation Op has
//   T, S                             the types of elements and of states
//   start()                          the state without elements
//   map(x, i, p, m)                  the state of element i
//   join(s, t)                       commutative, so that threads may meet in any order that the sizes fix
//   store(target, at, s, n, p)       leaves the result
// Which elements meet when depends on the sizes alone, not on the grid: results repeat bit by bit.
#pragma once
#include "device.h"
#include "rules.h"

namespace gpu {

/// Where results go: at[1] in r and at[2] in index count elements, at[0] is the number of the result.
struct Target {
  enum Kind { kOwn, kInt64, kUint8, kBool, kWide };
  void *r;
  int64_t *index;
  Kind kind;
};

/// What is reduced: the elements of `inner` behind the place in x of each result of `outer` (x, r, index).
struct Reduction {
  Nest<3> outer;
  Nest<1> inner;
  int64_t splits, chunk;  // parts of the elements of each result, and their length
  double p;
  const double *mean;  // of each result's elements, or null
};

template <class S> __device__ inline S shuffled(const S &s, int distance) { return S(__shfl_xor_sync(0xffffffffu, s, distance)); }

/// Joins the states of groups of `lanes` neighbouring threads, a power of two up to 32, or of a block of 256.
template <class Op> __device__ inline typename Op::S joinLanes(typename Op::S s, unsigned lanes) {
  typedef typename Op::S S;
  for (unsigned d = lanes < 32 ? lanes / 2 : 16; d; d >>= 1) s = Op::join(s, shuffled(s, int(d)));
  if (lanes <= 32) return s;
  TM_SHARED(S, part, [8]);
  __syncthreads();  // an earlier call has read `part`
  if (threadIdx.x % 32 == 0) part[threadIdx.x / 32] = s;
  __syncthreads();
  s = part[threadIdx.x % 8];
  for (int d = 4; d; d >>= 1) s = Op::join(s, shuffled(s, d));
  return s;
}

/// Elements first, first + step … below end of the result whose mean is m; four chains hide the latency of loads.
template <class Op>
__device__ inline typename Op::S reduceStrided(const Reduction &job, const typename Op::T *x, int64_t first, int64_t end, int64_t step,
                                               double m) {
  typedef typename Op::S S;
  if (job.inner.dims > 1) {
    S s = Op::start();
    for (int64_t i = first; i < end; i += step) {
      int64_t at[1];
      locate(job.inner, i, at);
      s = Op::join(s, Op::map(x[at[0]], i, job.p, m));
    }
    return s;
  }
  const int64_t stride = job.inner.stride[0][0];
  S s[4] = {Op::start(), Op::start(), Op::start(), Op::start()};
  int64_t i = first;
  for (; i + 3 * step < end; i += 4 * step) {
    typename Op::T v[4];
    for (int k = 0; k < 4; k++) v[k] = x[(i + k * step) * stride];
    for (int k = 0; k < 4; k++) s[k] = Op::join(s[k], Op::map(v[k], i + k * step, job.p, m));
  }
  for (; i < end; i += step) s[0] = Op::join(s[0], Op::map(x[i * stride], i, job.p, m));
  return Op::join(Op::join(s[0], s[1]), Op::join(s[2], s[3]));
}

template <class Op>
__device__ inline void leave(const Reduction &job, int64_t result, int64_t split, const typename Op::S &s, typename Op::S *part,
                             const Target &target) {
  if (part) {
    part[result * job.splits + split] = s;
    return;
  }
  int64_t at[3];
  locate(job.outer, result, at);
  at[0] = result;
  Op::store(target, at, s, double(job.inner.n), job.p);
}

/// `lanes` threads for each part of a result: elements that are neighbours in memory are read by neighbouring threads.
template <class Op>
__global__ void __launch_bounds__(256) rowsKernel(Reduction job, unsigned lanes, const typename Op::T *x, typename Op::S *part,
                                                  Target target) {
  const unsigned lane = threadIdx.x % lanes, groups = blockDim.x / lanes;
  const int64_t parts = job.outer.n * job.splits;
  for (int64_t base = int64_t(blockIdx.x) * groups; base < parts; base += int64_t(gridDim.x) * groups) {
    const int64_t g = base + threadIdx.x / lanes, result = g / job.splits, split = g - result * job.splits;
    typename Op::S s = Op::start();
    if (g < parts) {
      int64_t at[3];
      locate(job.outer, result, at);
      const int64_t first = split * job.chunk, end = first + job.chunk < job.inner.n ? first + job.chunk : job.inner.n;
      s = reduceStrided<Op>(job, x + at[0], first + lane, end, lanes, job.mean ? job.mean[result] : 0);
    }
    s = joinLanes<Op>(s, lanes);
    if (g < parts && lane == 0) leave<Op>(job, result, split, s, part, target);
  }
}

/// A tile of 32 results that lie side by side in x; 8 warps share their elements.
template <class Op>
__global__ void __launch_bounds__(256) columnsKernel(Reduction job, const typename Op::T *x, typename Op::S *part, Target target) {
  typedef typename Op::S S;
  TM_SHARED(S, tile, [8][33]);
  const unsigned column = threadIdx.x % 32, row = threadIdx.x / 32;
  const int64_t tiles = (job.outer.n + 31) / 32;
  for (int64_t g = blockIdx.x; g < tiles * job.splits; g += gridDim.x) {
    const int64_t split = g / tiles, result = (g - split * tiles) * 32 + column;
    S s = Op::start();
    if (result < job.outer.n) {
      int64_t at[3];
      locate(job.outer, result, at);
      const int64_t first = split * job.chunk, end = first + job.chunk < job.inner.n ? first + job.chunk : job.inner.n;
      s = reduceStrided<Op>(job, x + at[0], first + row, end, 8, job.mean ? job.mean[result] : 0);
    }
    tile[row][column] = s;
    __syncthreads();
    if (row == 0 && result < job.outer.n) {
      for (int k = 1; k < 8; k++) s = Op::join(s, tile[k][column]);
      leave<Op>(job, result, split, s, part, target);
    }
    __syncthreads();
  }
}

/// A warp joins the parts of a result.
template <class Op> __global__ void __launch_bounds__(256) partsKernel(Reduction job, const typename Op::S *part, Target target) {
  for (int64_t result = int64_t(blockIdx.x) * 8 + threadIdx.x / 32; result < job.outer.n; result += int64_t(gridDim.x) * 8) {
    typename Op::S s = Op::start();
    for (int64_t k = threadIdx.x % 32; k < job.splits; k += 32) s = Op::join(s, part[result * job.splits + k]);
    s = joinLanes<Op>(s, 32);
    if (threadIdx.x % 32 == 0) leave<Op>(job, result, 0, s, nullptr, target);
  }
}

enum { kPartSlot = 0, kMeanSlot = 1, kResultSlot = 2 };

/// Fixes how many parts the elements of each result are split into, so that about a thousand blocks work.
inline void split(Reduction &job, int64_t blocks, int64_t least) {
  const int64_t n = job.inner.n, wanted = (1023 + blocks) / blocks, most = (n + least - 1) / least;
  job.splits = blocks >= 512 || most < 2 ? 1 : most < wanted ? most : wanted;
  job.chunk = (n + job.splits - 1) / job.splits;
}

template <class Op> void reduce(Reduction job, const void *x_, Target target) {
  typedef typename Op::S S;
  const typename Op::T *x = static_cast<const typename Op::T *>(x_);
  const int64_t results = job.outer.n, n = job.inner.n;
  if (results == 0) return;
  const bool sideBySide = job.outer.stride[0][job.outer.dims - 1] == 1 && job.outer.size[job.outer.dims - 1] >= 16;
  const bool columns = sideBySide && !(job.inner.dims == 1 && job.inner.stride[0][0] == 1);
  unsigned lanes = 256;
  if (n <= 1024)
    for (lanes = 1; lanes < 32 && int64_t(lanes) * 4 < n; lanes *= 2) {}
  split(job, columns ? (results + 31) / 32 : results, columns ? 256 : 4096);
  S *part = job.splits > 1 ? scratch<S>(kPartSlot, results * job.splits) : nullptr;
  if (job.splits > 1 && !part) return;
  const int64_t parts = results * job.splits;
  const int64_t blocks = columns ? (results + 31) / 32 * job.splits : (parts + kThreads / lanes - 1) / (kThreads / lanes);
  const unsigned grid = blocksFor(blocks * kThreads);
  if (columns) launch(columnsKernel<Op>, grid, kThreads, 0, job, x, part, target);
  else launch(rowsKernel<Op>, grid, kThreads, 0, job, lanes, x, part, target);
  if (part) launch(partsKernel<Op>, blocksFor(results * 32), kThreads, 0, job, part, target);
}

/// A row of n elements.
inline Nest<1> rowOf(int64_t n, int64_t stride) {
  Nest<1> row = {};
  row.n = n, row.dims = 1, row.size[0] = n, row.stride[0][0] = stride;
  return row;
}
/// One result.
inline Nest<3> oneResult() {
  Nest<3> one = {};
  one.n = 1, one.dims = 1, one.size[0] = 1;
  return one;
}

/// r must be x with one element along dim.
inline int32_t checkReduced(const char *name, const char *what, const tm_tensor &r, const tm_tensor &x, int32_t dim) {
  if (dim < 0 || dim >= x.dims) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: dim must be from 0 to %d but is %d", name, x.dims - 1, dim);
  bool same = r.dims == x.dims;
  for (int d = 0; d < x.dims && same; d++) same = r.size[d] == (d == dim ? 1 : x.size[d]);
  if (!same) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must have the size of x with 1 at dimension %d", name, what, dim);
  return TM_OK;
}

/// Takes dimension dim out of t = {x, r, index} and describes the reduction along it.
inline Reduction along(tm_tensor t[3], int32_t dim, double p) {
  Reduction job = {};
  job.inner = rowOf(t[0].size[dim], t[0].stride[dim]);
  job.p = p;
  t[0].size[dim] = 1, t[0].n = t[1].n;
  if (job.inner.n == 0)
    for (int64_t &stride : t[0].stride) stride = 0;
  job.outer = nestOf<3>(t);
  return job;
}

/// Whether results of a dtype are read as int64.
inline bool countsWhole(int dtype) { return tm_is_integer(dtype) || dtype == TM_BOOL; }

/// A result of all elements, of an integer or a floating dtype.
union Wide {
  int64_t i;
  double f;
};

}  // namespace gpu
