// Running sums and products along a dimension, in float64 or wrapping int64.
#include "rules.h"
#include "scan.h"

using gpu::joined;
using gpu::scanBlock;

namespace {

/// Elements of a row that are scanned on their own, after what comes before them is known. A floating product is not split, nor
/// scanned as a tree: it could overflow where the whole does not.
enum : int64_t { kChunk = 4096 };

template <class T> struct WideOf {
  typedef uint64_t Type;
};
template <> struct WideOf<float> {
  typedef double Type;
};
template <> struct WideOf<double> {
  typedef double Type;
};

/// The totals of the chunks of each row.
template <class T>
__global__ void __launch_bounds__(256) totalsKernel(bool product, int64_t rows, int64_t n, int64_t chunks, const T *x,
                                                    typename WideOf<T>::Type *total) {
  typedef typename WideOf<T>::Type W;
  TM_SHARED(W, shared, [8]);
  for (int64_t g = blockIdx.x; g < rows * chunks; g += gridDim.x) {
    const int64_t row = g / chunks, first = (g - row * chunks) * kChunk, end = first + kChunk < n ? first + kChunk : n;
    W s = W(product), whole;
    for (int64_t i = first + threadIdx.x; i < end; i += 256) s = joined(product, s, W(x[row * n + i]));
    scanBlock(product, s, shared, &whole);
    if (threadIdx.x == 0) total[g] = whole;
  }
}

/// Replaces the total of each chunk of a row by that of the chunks before it.
template <class W> __global__ void __launch_bounds__(256) chainKernel(bool product, int64_t rows, int64_t chunks, W *total) {
  for (TM_EACH(row, rows)) {
    W before = W(product);
    for (int64_t c = 0; c < chunks; c++) {
      const W own = total[row * chunks + c];
      total[row * chunks + c] = before;
      before = joined(product, before, own);
    }
  }
}

/// Chunks of rows, 256 elements at a time; r may be x.
template <class T>
__global__ void __launch_bounds__(256) rowsKernel(bool product, int64_t rows, int64_t n, int64_t chunks, T *r, const T *x,
                                                  const typename WideOf<T>::Type *before) {
  typedef typename WideOf<T>::Type W;
  TM_SHARED(W, shared, [8]);
  for (int64_t g = blockIdx.x; g < rows * chunks; g += gridDim.x) {
    const int64_t row = g / chunks, first = (g - row * chunks) * kChunk, end = first + kChunk < n ? first + kChunk : n;
    W s = before ? before[g] : W(product), whole;
    for (int64_t base = first; base < end; base += 256) {
      const int64_t i = base + threadIdx.x;
      const W v = i < end ? W(x[row * n + i]) : W(product);
      const W own = scanBlock(product, v, shared, &whole);
      if (i < end) r[row * n + i] = T(joined(product, s, joined(product, own, v)));
      s = joined(product, s, whole);
    }
  }
}

/// A thread for each line of n elements, `inner` lines side by side.
template <class T>
__global__ void __launch_bounds__(256) linesKernel(bool product, int64_t lines, int64_t n, int64_t inner, T *r, const T *x) {
  typedef typename WideOf<T>::Type W;
  for (TM_EACH(line, lines)) {
    const int64_t first = line / inner * n * inner + line % inner;
    W s = W(product);
    for (int64_t i = 0; i < n; i++) {
      s = joined(product, s, W(x[first + i * inner]));
      r[first + i * inner] = T(s);
    }
  }
}

template <class T> void scan(bool product, int64_t outer, int64_t n, int64_t inner, void *r_, const void *x_) {
  typedef typename WideOf<T>::Type W;
  T *r = static_cast<T *>(r_);
  const T *x = static_cast<const T *>(x_);
  const bool floating = W(-1) < W(0);
  if (inner > 1 || (product && floating)) {
    gpu::launchEach(linesKernel<T>, outer * inner, product, outer * inner, n, inner, r, x);
    return;
  }
  const int64_t chunks = (n + kChunk - 1) / kChunk;
  W *before = chunks > 1 ? gpu::scratch<W>(0, outer * chunks) : nullptr;
  if (chunks > 1 && !before) return;
  const unsigned grid = gpu::blocksFor(outer * chunks * gpu::kThreads);
  if (before) {
    gpu::launch(totalsKernel<T>, grid, gpu::kThreads, 0, product, outer, n, chunks, x, before);
    gpu::launchEach(chainKernel<W>, outer, product, outer, chunks, before);
  }
  gpu::launch(rowsKernel<T>, grid, gpu::kThreads, 0, product, outer, n, chunks, r, x, before);
}

typedef void (*ScanLaunch)(bool product, int64_t outer, int64_t n, int64_t inner, void *r, const void *x);
const ScanLaunch scans[] = {&scan<uint8_t>, &scan<int8_t>, &scan<int16_t>, &scan<int32_t>, &scan<int64_t>, &scan<float>, &scan<double>};

}  // namespace

extern "C" {

int32_t tm_scan(tm_data *r, const tm_data *x, tm_frame *frame, int32_t dim, int32_t product) {
  const char *name = product ? "cumprod" : "cumsum";
  tm_tensor t[2];
  TM_TRY(tm_read_contiguous(&t[0], name, "r", frame, 0, r));
  TM_TRY(tm_read_contiguous(&t[1], name, "x", frame, 1, x));
  if (!tm_same_size(&t[0], &t[1])) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: r must have the size of x", name);
  if (dim < 0 || dim >= t[1].dims)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the dimension must be from 0 to %d but is %d", name, t[1].dims - 1, dim);
  if (t[0].dtype != t[1].dtype)
    return tm_fail(TM_BAD_DTYPE, "Cannot run %s: r must be %s like x but is %s", name, tm_dtype_name(t[1].dtype),
                   tm_dtype_name(t[0].dtype));
  if (t[1].dtype > TM_FLOAT64) return tm_fail_dtype(name, t[1].dtype);
  if (t[1].n == 0) return TM_OK;
  int64_t inner = 1;
  for (int d = dim + 1; d < t[1].dims; d++) inner *= t[1].size[d];
  const int64_t n = t[1].size[dim];
  scans[t[1].dtype](product != 0, t[1].n / (n * inner), n, inner, t[0].data, t[1].data);
  return tm_done(name);
}

}  // extern "C"
