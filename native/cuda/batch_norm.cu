// BatchNormalization of [b][c][inner]: a block a channel.
#include "both.h"
#include "sums.h"

namespace {

template <class T> struct Norm {
  int64_t b, c, inner;
  T *y;
  const T *x, *weight, *bias;
  T *running_mean, *running_var, *mean, *istd;
  double momentum, eps;
};

/// for (CHANNEL_EACH(i, at, n)): the elements of channel `channel` that are this thread's, i-th at `at`.
template <class T> __device__ inline int64_t placeOf(const Norm<T> &n, int64_t channel, int64_t i) {
  return (i / n.inner * n.c + channel) * n.inner + i % n.inner;
}

template <class T> __global__ void __launch_bounds__(256) trainKernel(Norm<T> n) {
  const int64_t count = n.b * n.inner;
  for (int64_t channel = blockIdx.x; channel < n.c; channel += gridDim.x) {
    double sum = 0, square = 0;
    for (int64_t i = threadIdx.x; i < count; i += blockDim.x) sum += double(n.x[placeOf(n, channel, i)]);
    const double mean = gpu::blockSum(sum) / double(count);
    for (int64_t i = threadIdx.x; i < count; i += blockDim.x) {
      const double d = double(n.x[placeOf(n, channel, i)]) - mean;
      square += d * d;
    }
    square = gpu::blockSum(square);
    const T level = T(mean), istd = T(1 / sqrt(square / double(count) + n.eps)), factor = n.weight ? istd * n.weight[channel] : istd;
    const T bias = n.weight ? n.bias[channel] : T(0);
    if (threadIdx.x == 0) {
      n.mean[channel] = level, n.istd[channel] = istd;
      n.running_mean[channel] = T((1 - n.momentum) * double(n.running_mean[channel]) + n.momentum * mean);
      n.running_var[channel] = T((1 - n.momentum) * double(n.running_var[channel]) + n.momentum * square / double(count - 1));
    }
    for (int64_t i = threadIdx.x; i < count; i += blockDim.x) {
      const int64_t at = placeOf(n, channel, i);
      n.y[at] = (n.x[at] - level) * factor + bias;
    }
  }
}

template <class T> __global__ void __launch_bounds__(256) evalKernel(Norm<T> n) {
  for (TM_EACH(i, n.b * n.c * n.inner)) {
    const int64_t channel = i / n.inner % n.c;
    const T level = n.running_mean[channel], istd = T(1 / sqrt(double(n.running_var[channel]) + n.eps));
    if (i < n.c * n.inner && i % n.inner == 0) n.mean[channel] = level, n.istd[channel] = istd;
    n.y[i] = (n.x[i] - level) * (n.weight ? istd * n.weight[channel] : istd) + (n.weight ? n.bias[channel] : T(0));
  }
}

template <class T> struct NormGrad {
  Norm<T> n;
  T *gx, *gweight, *gbias;
  const T *gy;
  int train;
  double scale;
};

template <class T> __global__ void __launch_bounds__(256) gradKernel(NormGrad<T> g) {
  const Norm<T> &n = g.n;
  const int64_t count = n.b * n.inner;
  for (int64_t channel = blockIdx.x; channel < n.c; channel += gridDim.x) {
    const T mean = n.mean[channel], istd = n.istd[channel], factor = n.weight ? istd * n.weight[channel] : istd;
    double sum = 0, dot = 0;
    for (int64_t i = threadIdx.x; i < count; i += blockDim.x) {
      const int64_t at = placeOf(n, channel, i);
      sum += double(g.gy[at]), dot += double(g.gy[at]) * double(n.x[at] - mean);
    }
    sum = gpu::blockSum(sum), dot = gpu::blockSum(dot);
    if (threadIdx.x == 0) {
      if (g.gweight) g.gweight[channel] += T(g.scale * dot * double(istd));
      if (g.gbias) g.gbias[channel] += T(g.scale * sum);
    }
    if (!g.gx) continue;
    const T level = g.train ? T(sum / double(count)) : T(0), slope = g.train ? T(dot / double(count) * double(istd) * double(istd)) : T(0);
    for (int64_t i = threadIdx.x; i < count; i += blockDim.x) {
      const int64_t at = placeOf(n, channel, i);
      g.gx[at] = (g.gy[at] - level - (n.x[at] - mean) * slope) * factor;
    }
  }
}

template <class T> unsigned channelBlocks(int64_t c) { return gpu::blocksForRows(c, gpu::busyBlocks()); }

template <class T>
void batch_norm_train(int64_t b, int64_t c, int64_t inner, void *y, const void *x, const void *weight, const void *bias, void *running_mean,
                      void *running_var, void *mean, void *istd, double momentum, double eps) {
  const Norm<T> n = {b, c, inner, (T *)y, (const T *)x, (const T *)weight, (const T *)bias, (T *)running_mean, (T *)running_var, (T *)mean,
                     (T *)istd, momentum, eps};
  gpu::launch(trainKernel<T>, channelBlocks<T>(c), gpu::kThreads, 0, n);
}

template <class T>
void batch_norm_eval(int64_t b, int64_t c, int64_t inner, void *y, const void *x, const void *weight, const void *bias,
                     const void *running_mean, const void *running_var, void *mean, void *istd, double eps) {
  const Norm<T> n = {b, c, inner, (T *)y, (const T *)x, (const T *)weight, (const T *)bias, (T *)running_mean, (T *)running_var, (T *)mean,
                     (T *)istd, 0, eps};
  gpu::launchEach(evalKernel<T>, b * c * inner, n);
}

template <class T>
void batch_norm_grad(int64_t b, int64_t c, int64_t inner, void *gx, void *gweight, void *gbias, const void *x, const void *gy,
                     const void *weight, const void *mean, const void *istd, int train, double scale) {
  const NormGrad<T> g = {{b, c, inner, nullptr, (const T *)x, (const T *)weight, nullptr, nullptr, nullptr, (T *)mean, (T *)istd, 0, 0},
                         (T *)gx, (T *)gweight, (T *)gbias, (const T *)gy, train, scale};
  gpu::launch(gradKernel<T>, channelBlocks<T>(c), gpu::kThreads, 0, g);
}

}  // namespace

BOTH(void, batch_norm_train,
     (int64_t b, int64_t c, int64_t inner, void *y, const void *x, const void *weight, const void *bias, void *running_mean,
      void *running_var, void *mean, void *istd, double momentum, double eps),
     (b, c, inner, y, x, weight, bias, running_mean, running_var, mean, istd, momentum, eps))
BOTH(void, batch_norm_eval,
     (int64_t b, int64_t c, int64_t inner, void *y, const void *x, const void *weight, const void *bias, const void *running_mean,
      const void *running_var, void *mean, void *istd, double eps),
     (b, c, inner, y, x, weight, bias, running_mean, running_var, mean, istd, eps))
BOTH(void, batch_norm_grad,
     (int64_t b, int64_t c, int64_t inner, void *gx, void *gweight, void *gbias, const void *x, const void *gy, const void *weight,
      const void *mean, const void *istd, int train, double scale),
     (b, c, inner, gx, gweight, gbias, x, gy, weight, mean, istd, train, scale))
