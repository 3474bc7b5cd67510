// Histograms of rows. Counts are whole numbers, so that the order in which elements are counted does not show.
#include "device.h"

namespace {

/// Bins whose counts fit a block's shared memory.
enum { kBins = 2048 };

template <class T>
__global__ void __launch_bounds__(256) countKernel(int64_t rows, int64_t n, int64_t chunk, T low, T high, int64_t bins, const T *x,
                                                   unsigned long long *counts) {
  TM_SHARED(unsigned, own, [kBins]);
  const int64_t chunks = (n + chunk - 1) / chunk;
  const bool shared = bins <= kBins;
  const T range = high - low;
  for (int64_t g = blockIdx.x; g < rows * chunks; g += gridDim.x) {
    const int64_t row = g / chunks, first = (g - row * chunks) * chunk, end = first + chunk < n ? first + chunk : n;
    if (shared)
      for (int64_t b = threadIdx.x; b < bins; b += 256) own[b] = 0;
    __syncthreads();
    for (int64_t i = first + threadIdx.x; i < end; i += 256) {
      const T v = x[row * n + i];
      if (!(v >= low && v <= high)) continue;
      const int64_t bin = int64_t((v - low) / range * T(bins)), at = bin < bins ? bin : bins - 1;
      if (shared) atomicAdd(&own[at], 1u);
      else atomicAdd(&counts[row * bins + at], 1ull);
    }
    __syncthreads();
    if (shared)
      for (int64_t b = threadIdx.x; b < bins; b += 256)
        if (own[b]) atomicAdd(&counts[row * bins + b], static_cast<unsigned long long>(own[b]));
    __syncthreads();
  }
}

template <class T> __global__ void __launch_bounds__(256) storeKernel(int64_t n, const unsigned long long *counts, T *r) {
  for (TM_EACH(i, n)) r[i] = T(counts[i]);
}

template <class T> void histogram(int64_t rows, int64_t n, int64_t bins, double low, double high, void *r, const void *x) {
  enum : int64_t { kChunk = 65536 };
  unsigned long long *counts = gpu::scratch<unsigned long long>(0, rows * bins);
  if (!counts) return;
  gpu::keep(cudaMemsetAsync(counts, 0, size_t(rows * bins) * sizeof *counts, gpu::stream()));
  const int64_t chunks = (n + kChunk - 1) / kChunk;
  if (n > 0)
    gpu::launch(countKernel<T>, gpu::blocksFor(rows * chunks * gpu::kThreads), gpu::kThreads, 0, rows, n, int64_t(kChunk), T(low), T(high),
                bins, static_cast<const T *>(x), counts);
  gpu::launchEach(storeKernel<T>, rows * bins, rows * bins, counts, static_cast<T *>(r));
}

}  // namespace

extern "C" {

int32_t tm_histogram(tm_data *r, const tm_data *x, tm_frame *frame, double low, double high) {
  static const char name[] = "histc";
  tm_tensor t[2];
  TM_TRY(tm_read_contiguous(&t[0], name, "r", frame, 0, r));
  TM_TRY(tm_read_contiguous(&t[1], name, "x", frame, 1, x));
  const int dtype = t[1].dtype;
  if (dtype != TM_FLOAT32 && dtype != TM_FLOAT64) return tm_fail_dtype(name, dtype);
  if (t[0].dtype != dtype)
    return tm_fail(TM_BAD_DTYPE, "Cannot run %s: r must be %s like x but is %s", name, tm_dtype_name(dtype), tm_dtype_name(t[0].dtype));
  if (t[0].dims != 2 || t[1].dims != 2 || t[0].size[0] != t[1].size[0])
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: r and x must be matrices with as many rows", name);
  if (!(low < high)) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the range must not be empty but is from %g to %g", name, low, high);
  if (t[0].n == 0) return TM_OK;
  const int64_t rows = t[0].size[0], bins = t[0].size[1], n = t[1].size[1];
  if (dtype == TM_FLOAT32) histogram<float>(rows, n, bins, low, high, t[0].data, t[1].data);
  else histogram<double>(rows, n, bins, low, high, t[0].data, t[1].data);
  return tm_done(name);
}

}  // extern "C"
