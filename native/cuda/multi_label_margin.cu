// The hinge loss of several labels a sample: a block for each. A label that is out of range is complained of, and ends the list.
#include "both.h"
#include "sums.h"

namespace {

const char kForward[] = "MultiLabelMarginCriterion.forward", kBackward[] = "MultiLabelMarginCriterion.backward";
const char kText[] = "target %lld at position %lld is outside [0, %lld)";

/// Counts how often each class is a label of a sample, and returns how many labels there are, for every thread of the block.
__device__ int64_t countLabels(int64_t n, int64_t row, int32_t *counts, const int32_t *target, gpu::Complaint *c, const char *caller,
                               const char *text) {
  TM_SHARED(int64_t, labels, [1]);
  __syncthreads();  // an earlier sample has read it
  for (int64_t i = threadIdx.x; i < n; i += blockDim.x) counts[i] = 0;
  __syncthreads();
  if (threadIdx.x == 0) {
    int64_t k = 0;
    for (; k < n && target[k] != -1; k++) {
      if (target[k] < 0 || target[k] >= n) {
        complain(c, caller, text, target[k], row * n + k, n);
        break;
      }
      counts[target[k]]++;
    }
    labels[0] = k;
  }
  __syncthreads();
  return labels[0];
}

template <class T>
__global__ void __launch_bounds__(256) hingeKernel(int64_t b, int64_t n, double *losses, int32_t *allCounts, const T *xs, const int32_t *targets,
                                                   gpu::Complaint *c, const char *caller, const char *text) {
  for (int64_t row = blockIdx.x; row < b; row += gridDim.x) {
    const T *x = xs + row * n;
    const int32_t *target = targets + row * n;
    int32_t *counts = allCounts + row * n;
    const int64_t labels = countLabels(n, row, counts, target, c, caller, text);
    double sum = 0;
    for (int64_t i = threadIdx.x; i < n; i += blockDim.x) {
      if (counts[i]) continue;
      for (int64_t k = 0; k < labels; k++) {
        const T hinge = T(1) - x[target[k]] + x[i];
        if (hinge > 0) sum += double(hinge);
      }
    }
    sum = gpu::blockSum(sum);
    if (threadIdx.x == 0) losses[row] = sum;
  }
}

template <class T>
__global__ void __launch_bounds__(256) hingeGradKernel(int64_t b, int64_t n, T *gx, int32_t *allCounts, const T *xs, const int32_t *targets,
                                                       double scale, gpu::Complaint *c, const char *caller, const char *text) {
  for (int64_t row = blockIdx.x; row < b; row += gridDim.x) {
    const T *x = xs + row * n;
    const int32_t *target = targets + row * n;
    int32_t *counts = allCounts + row * n;
    const int64_t labels = countLabels(n, row, counts, target, c, caller, text);
    for (int64_t i = threadIdx.x; i < n; i += blockDim.x) {
      int64_t hinges = 0;
      if (counts[i]) {
        for (int64_t k = 0; k < n; k++) hinges -= counts[k] == 0 && T(1) - x[i] + x[k] > 0;
        hinges *= counts[i];
      } else {
        for (int64_t k = 0; k < labels; k++) hinges += T(1) - x[target[k]] + x[i] > 0;
      }
      gx[row * n + i] = T(scale * double(hinges));
    }
  }
}

template <class T>
void multi_label_margin(int64_t b, int64_t n, double *losses, int32_t *counts, const void *x, const int32_t *target) {
  gpu::launch(hingeKernel<T>, gpu::blocksForRows(b, gpu::busyBlocks()), gpu::kThreads, 0, b, n, losses, counts, (const T *)x, target,
              gpu::complaint(), kForward, kText);
}

template <class T>
void multi_label_margin_grad(int64_t b, int64_t n, void *gx, int32_t *counts, const void *x, const int32_t *target, double scale) {
  gpu::launch(hingeGradKernel<T>, gpu::blocksForRows(b, gpu::busyBlocks()), gpu::kThreads, 0, b, n, (T *)gx, counts, (const T *)x, target, scale,
              gpu::complaint(), kBackward, kText);
}

}  // namespace

BOTH(void, multi_label_margin, (int64_t b, int64_t n, double *losses, int32_t *counts, const void *x, const int32_t *target),
     (b, n, losses, counts, x, target))
BOTH(void, multi_label_margin_grad, (int64_t b, int64_t n, void *gx, int32_t *counts, const void *x, const int32_t *target, double scale),
     (b, n, gx, counts, x, target, scale))
