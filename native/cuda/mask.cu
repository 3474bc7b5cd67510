// Masks: counting, selecting and copying elements, choosing between two tensors, positions of what is not 0.
#include "masks.h"

#include "element.h"
#include "scan.h"

namespace {

using gpu::Nest;

/// Elements whose places are found together, by one block.
enum : int64_t { kChunk = 4096 };

/// What is not 0, in a dtype.
template <class E> struct Number {
  typedef E T;
  static __device__ bool is(E x) { return x != 0; }
};
/// Of both 16-bit floats: all bits but the sign.
struct Half {
  typedef uint16_t T;
  static __device__ bool is(uint16_t x) { return (x & 0x7fff) != 0; }
};

/// The elements of each chunk that are taken; `c`, if it is not null, hears of an element that is neither 0 nor 1.
template <class Op>
__global__ void __launch_bounds__(256) countKernel(int64_t n, const typename Op::T *x, uint64_t *counts, gpu::Complaint *c, const char *caller,
                                                   const char *text) {
  TM_SHARED(uint64_t, shared, [8]);
  const int64_t chunks = (n + kChunk - 1) / kChunk;
  for (int64_t chunk = blockIdx.x; chunk < chunks; chunk += gridDim.x) {
    const int64_t first = chunk * kChunk, end = first + kChunk < n ? first + kChunk : n;
    uint64_t count = 0, whole;
    for (int64_t i = first + threadIdx.x; i < end; i += 256) {
      count += Op::is(x[i]);
      if (c && !(x[i] == 0 || x[i] == 1)) complain(c, caller, text, 0, i, 0);
    }
    gpu::scanBlock(false, count, shared, &whole);
    if (threadIdx.x == 0) counts[chunk] = whole;
  }
}

/// One block: each count becomes the sum of those before it, and counts[chunks] the sum of all.
__global__ void __launch_bounds__(256) sumKernel(int64_t chunks, uint64_t *counts) {
  TM_SHARED(uint64_t, shared, [8]);
  uint64_t before = 0, whole;
  for (int64_t base = 0; base < chunks; base += 256) {
    const int64_t i = base + threadIdx.x;
    const uint64_t own = gpu::scanBlock(false, i < chunks ? counts[i] : 0, shared, &whole);
    if (i < chunks) counts[i] = before + own;
    before += whole;
  }
  if (threadIdx.x == 0) counts[chunks] = before;
}

/// Calls use(i, place) for each element that is taken: its place among all of them.
template <class Op, class Use> __device__ inline void eachTaken(int64_t n, const typename Op::T *x, const uint64_t *counts, Use use) {
  TM_SHARED(uint64_t, shared, [8]);
  const int64_t chunks = (n + kChunk - 1) / kChunk;
  for (int64_t chunk = blockIdx.x; chunk < chunks; chunk += gridDim.x) {
    const int64_t first = chunk * kChunk, end = first + kChunk < n ? first + kChunk : n;
    uint64_t before = counts[chunk], whole;
    for (int64_t base = first; base < end; base += 256) {
      const int64_t i = base + threadIdx.x;
      const bool taken = i < end && Op::is(x[i]);
      const uint64_t own = gpu::scanBlock(false, uint64_t(taken), shared, &whole);
      if (taken) use(i, int64_t(before + own));
      before += whole;
    }
  }
}

/// Moves nothing if there are more elements than the packed operand has.
template <class T, bool copies>
__global__ void __launch_bounds__(256) maskedKernel(int64_t n, T *r, const T *x, const uint8_t *mask, const uint64_t *counts, int64_t packed,
                                                    gpu::Complaint *c, const char *caller, const char *text) {
  const int64_t taken = int64_t(counts[(n + kChunk - 1) / kChunk]);
  if (taken > packed) {
    if (blockIdx.x == 0 && threadIdx.x == 0) complain(c, caller, text, taken, 0, packed);
    return;
  }
  eachTaken<Number<uint8_t>>(n, mask, counts, [=](int64_t i, int64_t place) { r[copies ? i : place] = x[copies ? place : i]; });
}

struct Sizes {
  int dims;
  int64_t size[TM_MAX_DIMS];
};
template <class Op>
__global__ void __launch_bounds__(256) nonzeroKernel(int64_t n, const typename Op::T *x, const uint64_t *counts, Sizes s, int64_t *r) {
  eachTaken<Op>(n, x, counts, [&](int64_t i, int64_t place) {
    int64_t *at = r + place * s.dims, rest = i;
    for (int d = s.dims - 1; d > 0; d--) at[d] = rest % s.size[d], rest /= s.size[d];
    at[0] = rest;
  });
}

template <class T>
__global__ void __launch_bounds__(256) whereKernel(Nest<4> nest, T *r, const uint8_t *mask, const T *x, const T *y) {
  for (TM_EACH(i, nest.n)) {
    int64_t at[4];
    locate(nest, i, at);
    r[at[0]] = mask[at[1]] ? x[at[2]] : y[at[3]];
  }
}

unsigned blocksForChunks(int64_t n) { return gpu::blocksFor((n + kChunk - 1) / kChunk * gpu::kThreads); }

/// Where the taken elements of each chunk begin, and behind the last how many there are; null, and the failure kept, without memory.
template <class Op> uint64_t *countAll(int64_t n, const void *x, const char *caller, bool mask) {
  const int64_t chunks = (n + kChunk - 1) / kChunk;
  uint64_t *counts = gpu::scratch<uint64_t>(0, chunks + 1);
  if (!counts) return nullptr;
  gpu::launch(countKernel<Op>, blocksForChunks(n), gpu::kThreads, 0, n, static_cast<const typename Op::T *>(x), counts,
              mask ? gpu::complaint() : nullptr, caller, "mask must hold 0 and 1 only");
  gpu::launch(sumKernel, 1, gpu::kThreads, 0, chunks, counts);
  return counts;
}

/// The number of elements that are not 0, once it is known.
int32_t fetchCount(const char *caller, int64_t n, const uint64_t *counts, int64_t *count) {
  uint64_t found = 0;
  TM_TRY(tm_done(caller));
  const cudaError_t e = gpu::fetch(&found, counts + (n + kChunk - 1) / kChunk, sizeof found);
  if (e) return gpu::fail(caller, e);
  *count = int64_t(found);
  return tm_settle(caller);
}

template <class Op> int32_t count(const tm_tensor &x, int64_t *found) {
  return fetchCount("count", x.n, countAll<Op>(x.n, x.data, "count", false), found);
}

template <class Op> int32_t nonzero(const tm_tensor t[2]) {
  int64_t found = 0;
  const uint64_t *counts = countAll<Op>(t[1].n, t[1].data, "nonzero", false);
  TM_TRY(fetchCount("nonzero", t[1].n, counts, &found));
  TM_TRY(tm_check_nonzero(found, t));
  Sizes s = {};
  s.dims = t[1].dims;
  for (int d = 0; d < s.dims; d++) s.size[d] = t[1].size[d];
  if (found > 0)
    gpu::launch(nonzeroKernel<Op>, blocksForChunks(t[1].n), gpu::kThreads, 0, t[1].n, static_cast<const typename Op::T *>(t[1].data), counts, s,
                static_cast<int64_t *>(t[0].data));
  return tm_done("nonzero");
}

#define BY_DTYPE(dtype, run, ...)                              \
  switch (dtype) {                                             \
    case TM_INT16: return run<Number<uint16_t>>(__VA_ARGS__);  \
    case TM_INT32: return run<Number<uint32_t>>(__VA_ARGS__);  \
    case TM_INT64: return run<Number<uint64_t>>(__VA_ARGS__);  \
    case TM_FLOAT32: return run<Number<float>>(__VA_ARGS__);   \
    case TM_FLOAT64: return run<Number<double>>(__VA_ARGS__);  \
    case TM_FLOAT16:                                           \
    case TM_BFLOAT16: return run<Half>(__VA_ARGS__);           \
    default: return run<Number<uint8_t>>(__VA_ARGS__);         \
  }

int32_t countAny(const tm_tensor &x, int64_t *found) { BY_DTYPE(x.dtype, count, x, found) }
int32_t nonzeroAny(const tm_tensor t[2]) { BY_DTYPE(t[1].dtype, nonzero, t) }

template <class T, bool copies> void moveAs(const char *name, const tm_tensor t[3], const uint64_t *counts) {
  gpu::launch(maskedKernel<T, copies>, blocksForChunks(t[2].n), gpu::kThreads, 0, t[2].n, static_cast<T *>(t[0].data),
              static_cast<const T *>(t[1].data), static_cast<const uint8_t *>(t[2].data), counts, t[copies ? 1 : 0].n, gpu::complaint(), name,
              copies ? "the source must have %lld elements for mask but has %3$lld" : "r must have %lld elements for mask but has %3$lld");
}

template <bool copies> int32_t move(const char *name, const tm_data *r, const tm_data *x, const tm_data *mask, const tm_frame *frame) {
  tm_tensor t[3];
  TM_TRY(tm_read_masked(t, name, r, x, mask, frame, copies));
  if (t[2].n == 0) return TM_OK;
  const uint64_t *counts = countAll<Number<uint8_t>>(t[2].n, t[2].data, name, true);
  if (counts) switch (tm_element_size(t[0].dtype)) {
      case 1: moveAs<uint8_t, copies>(name, t, counts); break;
      case 2: moveAs<uint16_t, copies>(name, t, counts); break;
      case 4: moveAs<uint32_t, copies>(name, t, counts); break;
      case 8: moveAs<uint64_t, copies>(name, t, counts);
    }
  return tm_done(name);
}

template <class T> void choose(const tm_tensor t[4]) {
  gpu::launchEach(whereKernel<T>, t[0].n, gpu::nestOf<4>(t), static_cast<T *>(t[0].data), static_cast<const uint8_t *>(t[1].data),
                  static_cast<const T *>(t[2].data), static_cast<const T *>(t[3].data));
}

}  // namespace

extern "C" {

int32_t tm_count(const tm_data *x, tm_frame *frame) {
  tm_tensor t;
  int64_t found = 0;
  TM_TRY(tm_read_contiguous(&t, "count", "x", frame, 0, x));
  if (t.n > 0) TM_TRY(countAny(t, &found));
  frame->result[0] = double(found);
  return TM_OK;
}

int32_t tm_masked_select(tm_data *r, const tm_data *x, const tm_data *mask, tm_frame *frame) {
  return move<false>("maskedSelect", r, x, mask, frame);
}
int32_t tm_masked_copy(tm_data *r, const tm_data *x, const tm_data *mask, tm_frame *frame) {
  return move<true>("maskedCopy", r, x, mask, frame);
}

int32_t tm_where(tm_data *r, const tm_data *mask, const tm_data *x, const tm_data *y, tm_frame *frame) {
  tm_tensor t[4];
  TM_TRY(tm_read_where(t, r, mask, x, y, frame));
  switch (tm_element_size(t[0].dtype)) {
    case 1: choose<uint8_t>(t); break;
    case 2: choose<uint16_t>(t); break;
    case 4: choose<uint32_t>(t); break;
    case 8: choose<uint64_t>(t);
  }
  return tm_done("where");
}

int32_t tm_nonzero(tm_data *r, const tm_data *x, tm_frame *frame) {
  tm_tensor t[2];
  TM_TRY(tm_read_nonzero(t, r, x, frame));
  return t[1].n == 0 ? TM_OK : nonzeroAny(t);
}

}  // extern "C"
