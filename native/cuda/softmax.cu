// SoftMax and LogSoftMax along the middle of [outer][n][inner], and their gradients.
#include "both.h"
#include "element.h"
#include "sums.h"

namespace {

template <class T> struct Math;
template <> struct Math<float> {
  static __device__ float exp(float x) { return exp_f32(x); }
  static __device__ float log(float x) { return log_f32(x); }
};
template <> struct Math<double> {
  static __device__ double exp(double x) { return exp_f64(x); }
  static __device__ double log(double x) { return log_f64(x); }
};

/// One thread a sum: for short sums, and where neighbours lie `inner` apart.
template <class T> __global__ void __launch_bounds__(256) columnsKernel(int log, int64_t outer, int64_t n, int64_t inner, T *y, const T *x) {
  for (TM_EACH(k, outer * inner)) {
    const int64_t at = k / inner * n * inner + k % inner;
    T most = x[at], sum = 0;
    for (int64_t i = 1; i < n; i++) most = x[at + i * inner] > most ? x[at + i * inner] : most;
    for (int64_t i = 0; i < n; i++) sum += Math<T>::exp(x[at + i * inner] - most);
    const T level = Math<T>::log(sum);
    for (int64_t i = 0; i < n; i++) {
      const T d = x[at + i * inner] - most;
      y[at + i * inner] = log ? d - level : Math<T>::exp(d) / sum;
    }
  }
}

/// One block a row.
template <class T> __global__ void __launch_bounds__(256) rowsKernel(int log, int64_t rows, int64_t n, T *y, const T *x) {
  for (int64_t row = blockIdx.x; row < rows; row += gridDim.x) {
    const T *from = x + row * n;
    T *to = y + row * n, most = from[0], sum = 0;
    for (int64_t i = threadIdx.x; i < n; i += blockDim.x) most = from[i] > most ? from[i] : most;
    most = gpu::blockMax(most);
    for (int64_t i = threadIdx.x; i < n; i += blockDim.x) sum += Math<T>::exp(from[i] - most);
    sum = gpu::blockSum(sum);
    const T level = Math<T>::log(sum);
    for (int64_t i = threadIdx.x; i < n; i += blockDim.x) to[i] = log ? from[i] - most - level : Math<T>::exp(from[i] - most) / sum;
  }
}

template <class T> __device__ inline T slope(int log, T g, T y, T sum) { return log ? g - Math<T>::exp(y) * sum : y * (g - sum); }

template <class T>
__global__ void __launch_bounds__(256) columnsGradKernel(int log, int64_t outer, int64_t n, int64_t inner, T *gx, const T *gy, const T *y) {
  for (TM_EACH(k, outer * inner)) {
    const int64_t at = k / inner * n * inner + k % inner;
    T sum = 0;
    for (int64_t i = 0; i < n; i++) sum += log ? gy[at + i * inner] : gy[at + i * inner] * y[at + i * inner];
    for (int64_t i = 0; i < n; i++) gx[at + i * inner] = slope(log, gy[at + i * inner], y[at + i * inner], sum);
  }
}

template <class T> __global__ void __launch_bounds__(256) rowsGradKernel(int log, int64_t rows, int64_t n, T *gx, const T *gy, const T *y) {
  for (int64_t row = blockIdx.x; row < rows; row += gridDim.x) {
    const T *g = gy + row * n, *from = y + row * n;
    T sum = 0;
    for (int64_t i = threadIdx.x; i < n; i += blockDim.x) sum += log ? g[i] : g[i] * from[i];
    sum = gpu::blockSum(sum);
    for (int64_t i = threadIdx.x; i < n; i += blockDim.x) gx[row * n + i] = slope(log, g[i], from[i], sum);
  }
}

enum { kShort = 64 };

template <class T> void softmax(int log, int64_t outer, int64_t n, int64_t inner, void *y, const void *x) {
  T *to = static_cast<T *>(y);
  const T *from = static_cast<const T *>(x);
  if (inner > 1 || n <= kShort) gpu::launchEach(columnsKernel<T>, outer * inner, log, outer, n, inner, to, from);
  else gpu::launch(rowsKernel<T>, gpu::blocksForRows(outer, gpu::busyBlocks()), gpu::kThreads, 0, log, outer, n, to, from);
}

template <class T> void softmax_grad(int log, int64_t outer, int64_t n, int64_t inner, void *gx, const void *gy, const void *y) {
  T *to = static_cast<T *>(gx);
  const T *g = static_cast<const T *>(gy), *from = static_cast<const T *>(y);
  if (inner > 1 || n <= kShort) gpu::launchEach(columnsGradKernel<T>, outer * inner, log, outer, n, inner, to, g, from);
  else gpu::launch(rowsGradKernel<T>, gpu::blocksForRows(outer, gpu::busyBlocks()), gpu::kThreads, 0, log, outer, n, to, g, from);
}

}  // namespace

BOTH(void, softmax, (int log, int64_t outer, int64_t n, int64_t inner, void *y, const void *x), (log, outer, n, inner, y, x))
BOTH(void, softmax_grad, (int log, int64_t outer, int64_t n, int64_t inner, void *gx, const void *gy, const void *y),
     (log, outer, n, inner, gx, gy, y))
