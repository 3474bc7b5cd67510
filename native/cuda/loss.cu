// Losses of loss.def: their sums, their elements and their gradients.
#include "both.h"
#include "element.h"
#include "ops.h"
#include "sums.h"

namespace {

enum { kParts = 256 };

/// A part of the sum for each block.
template <class Op>
__global__ void __launch_bounds__(256) partsKernel(int64_t n, double *parts, const typename Op::T *x, const typename Op::T *y,
                                                   const typename Op::T *weight, int64_t columns, typename Op::T a) {
  double sum = 0;
  for (TM_EACH(i, n)) {
    const typename Op::T value = Op::value(x[i], y[i], a);
    sum += double(weight ? value * weight[i % columns] : value);
  }
  sum = gpu::blockSum(sum);
  if (threadIdx.x == 0) parts[blockIdx.x] = sum;
}

template <class T> __global__ void __launch_bounds__(256) joinKernel(int parts, const double *part, T *loss, double scale) {
  const double sum = gpu::blockSum(int(threadIdx.x) < parts ? part[threadIdx.x] : 0.0);
  if (threadIdx.x == 0) *loss = T(scale * sum);
}

template <class Op, bool slope>
__global__ void __launch_bounds__(256) eachKernel(int64_t n, typename Op::T *r, const typename Op::T *x, const typename Op::T *y,
                                                  const typename Op::T *weight, int64_t columns, typename Op::T scale, typename Op::T a) {
  for (TM_EACH(i, n)) {
    const typename Op::T value = scale * (slope ? Op::slope(x[i], y[i], a) : Op::value(x[i], y[i], a));
    r[i] = weight ? value * weight[i % columns] : value;
  }
}

typedef void (*LossLaunch)(int64_t n, void *r, const void *x, const void *y, const void *weight, int64_t columns, double scale, double a);
struct LossLaunches {
  LossLaunch sum, each, slope;
};

template <class Op> void runSum(int64_t n, void *loss, const void *x, const void *y, const void *weight, int64_t columns, double scale, double a) {
  typedef typename Op::T T;
  double *parts = gpu::scratch<double>(0, int64_t(kParts));
  if (!parts) return;
  // The number of parts depends on n alone, so that a sum is the same on every GPU.
  const int64_t wanted = (n + gpu::kThreads - 1) / gpu::kThreads;
  const unsigned blocks = unsigned(wanted < 1 ? 1 : wanted < int64_t(kParts) ? wanted : int64_t(kParts));
  gpu::launch(partsKernel<Op>, blocks, gpu::kThreads, 0, n, parts, (const T *)x, (const T *)y, (const T *)weight, columns, T(a));
  gpu::launch(joinKernel<T>, 1, gpu::kThreads, 0, int(blocks), static_cast<const double *>(parts), (T *)loss, scale);
}

template <class Op> void runEach(int64_t n, void *r, const void *x, const void *y, const void *weight, int64_t columns, double scale, double a) {
  typedef typename Op::T T;
  gpu::launchEach(eachKernel<Op, false>, n, n, (T *)r, (const T *)x, (const T *)y, (const T *)weight, columns, T(scale), T(a));
}

template <class Op> void runSlope(int64_t n, void *r, const void *x, const void *y, const void *weight, int64_t columns, double scale, double a) {
  typedef typename Op::T T;
  gpu::launchEach(eachKernel<Op, true>, n, n, (T *)r, (const T *)x, (const T *)y, (const T *)weight, columns, T(scale), T(a));
}

#define BODY "loss.inc"
#include "each_floating.h"

template <class T> const LossLaunches *lossesOf();
template <> const LossLaunches *lossesOf<float>() { return losses_f32; }
template <> const LossLaunches *lossesOf<double>() { return losses_f64; }

template <class T>
void loss(int op, int64_t n, void *result, const void *x, const void *y, const void *weight, int64_t columns, double scale, double a) {
  lossesOf<T>()[op].sum(n, result, x, y, weight, columns, scale, a);
}
template <class T>
void loss_each(int op, int64_t n, void *r, const void *x, const void *y, const void *weight, int64_t columns, double scale, double a) {
  lossesOf<T>()[op].each(n, r, x, y, weight, columns, scale, a);
}
template <class T>
void loss_grad(int op, int64_t n, void *r, const void *x, const void *y, const void *weight, int64_t columns, double scale, double a) {
  lossesOf<T>()[op].slope(n, r, x, y, weight, columns, scale, a);
}

}  // namespace

#define PARAMETERS (int op, int64_t n, void *r, const void *x, const void *y, const void *weight, int64_t columns, double scale, double a)
#define ARGUMENTS (op, n, r, x, y, weight, columns, scale, a)
BOTH(void, loss, PARAMETERS, ARGUMENTS)
BOTH(void, loss_each, PARAMETERS, ARGUMENTS)
BOTH(void, loss_grad, PARAMETERS, ARGUMENTS)
