// Normalization of rows (layer_norm.c): a block a row, and a block a weight for the gradients of weights.
#include "both.h"
#include "sums.h"

namespace {

template <class T> __device__ inline int64_t weightOf(const tm_rows &g, int64_t row, int64_t i) {
  return row % g.groups * g.channels + i / (g.n / g.channels);
}

template <class T>
__global__ void __launch_bounds__(256) normKernel(tm_rows g, T *y, const T *x, const T *weight, const T *bias, T *means, T *istds, double eps) {
  for (int64_t row = blockIdx.x; row < g.rows; row += gridDim.x) {
    const T *from = x + row * g.n;
    double sum = 0, square = 0;
    for (int64_t i = threadIdx.x; i < g.n; i += blockDim.x) sum += double(from[i]);
    const double exact = gpu::blockSum(sum) / double(g.n);
    for (int64_t i = threadIdx.x; i < g.n; i += blockDim.x) {
      const double d = double(from[i]) - exact;
      square += d * d;
    }
    const T mean = T(exact), istd = T(1 / sqrt(gpu::blockSum(square) / double(g.n) + eps));
    if (threadIdx.x == 0) means[row] = mean, istds[row] = istd;
    for (int64_t i = threadIdx.x; i < g.n; i += blockDim.x) {
      const T d = (from[i] - mean) * istd;
      y[row * g.n + i] = weight ? d * weight[weightOf<T>(g, row, i)] + bias[weightOf<T>(g, row, i)] : d;
    }
  }
}

template <class T>
__global__ void __launch_bounds__(256) normGradKernel(tm_rows g, T *gx, const T *x, const T *gy, const T *weight, const T *means, const T *istds) {
  for (int64_t row = blockIdx.x; row < g.rows; row += gridDim.x) {
    const T mean = means[row], istd = istds[row], *from = x + row * g.n, *slope = gy + row * g.n;
    double all = 0, dot = 0;
    for (int64_t i = threadIdx.x; i < g.n; i += blockDim.x) {
      const double d = double(weight ? slope[i] * weight[weightOf<T>(g, row, i)] : slope[i]);
      all += d, dot += d * double((from[i] - mean) * istd);
    }
    all = gpu::blockSum(all), dot = gpu::blockSum(dot);
    const T level = T(all / double(g.n)), factor = T(dot / double(g.n)) * istd;
    for (int64_t i = threadIdx.x; i < g.n; i += blockDim.x) {
      const T d = weight ? slope[i] * weight[weightOf<T>(g, row, i)] : slope[i];
      gx[row * g.n + i] = istd * (d - level - (from[i] - mean) * factor);
    }
  }
}

/// Weight k of group k / channels: over the rows of the group and the neighbours that share it.
template <class T>
__global__ void __launch_bounds__(256) weightGradKernel(tm_rows g, T *gweight, T *gbias, const T *x, const T *gy, const T *means, const T *istds, T scale) {
  const int64_t each = g.n / g.channels, rows = g.rows / g.groups;
  for (int64_t k = blockIdx.x; k < g.groups * g.channels; k += gridDim.x) {
    double sum = 0, dot = 0;
    for (int64_t i = threadIdx.x; i < rows * each; i += blockDim.x) {
      const int64_t row = i / each * g.groups + k / g.channels, at = row * g.n + k % g.channels * each + i % each;
      sum += double(gy[at]), dot += double(gy[at]) * double((x[at] - means[row]) * istds[row]);
    }
    sum = gpu::blockSum(sum), dot = gpu::blockSum(dot);
    if (threadIdx.x == 0 && gweight) gweight[k] += scale * T(dot);
    if (threadIdx.x == 0 && gbias) gbias[k] += scale * T(sum);
  }
}

template <class T>
void layer_norm(const tm_rows *g, void *y, const void *x, const void *weight, const void *bias, void *mean, void *istd, double eps) {
  gpu::launch(normKernel<T>, gpu::blocksForRows(g->rows, gpu::busyBlocks()), gpu::kThreads, 0, *g, (T *)y, (const T *)x, (const T *)weight,
              (const T *)bias, (T *)mean, (T *)istd, eps);
}

template <class T>
bool layer_norm_grad(const tm_rows *g, void *gx, void *gweight, void *gbias, const void *x, const void *gy, const void *weight, const void *mean,
                     const void *istd, double scale) {
  const T *tx = (const T *)x, *tgy = (const T *)gy, *means = (const T *)mean, *istds = (const T *)istd;
  if (gx)
    gpu::launch(normGradKernel<T>, gpu::blocksForRows(g->rows, gpu::busyBlocks()), gpu::kThreads, 0, *g, (T *)gx, tx, tgy, (const T *)weight, means,
                istds);
  if (gweight || gbias)
    gpu::launch(weightGradKernel<T>, gpu::blocksForRows(g->groups * g->channels, gpu::busyBlocks()), gpu::kThreads, 0, *g, (T *)gweight,
                (T *)gbias, tx, tgy, means, istds, T(scale));
  return true;
}

}  // namespace

BOTH(void, layer_norm, (const tm_rows *g, void *y, const void *x, const void *weight, const void *bias, void *mean, void *istd, double eps),
     (g, y, x, weight, bias, mean, istd, eps))
BOTH(bool, layer_norm_grad,
     (const tm_rows *g, void *gx, void *gweight, void *gbias, const void *x, const void *gy, const void *weight, const void *mean,
      const void *istd, double scale),
     (g, gx, gweight, gbias, x, gy, weight, mean, istd, scale))
