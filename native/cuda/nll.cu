// Negative log-likelihood of labelled classes; a label that is no class is complained of and counts for nothing.
#include "both.h"
#include "sums.h"

namespace {

struct Labels {
  int64_t b, n, inner, ignore;
  const int64_t *target;
};

const char kText[] = "target %lld at position %lld is outside [0, %lld)";

/// One block, so that the sums have one order.
template <class T>
__global__ void __launch_bounds__(1024) nllKernel(Labels s, const T *x, const T *weight, int average, T *loss, T *total, gpu::Complaint *c,
                                                  const char *caller, const char *text) {
  double sum = 0, weights = 0;
  for (int64_t i = threadIdx.x; i < s.b * s.inner; i += blockDim.x) {
    const int64_t label = s.target[i];
    if (label == s.ignore) continue;
    if (label < 0 || label >= s.n) {
      complain(c, caller, text, label, i, s.n);
      continue;
    }
    const double w = weight ? double(weight[label]) : 1.0;
    weights += w;
    sum -= w * double(x[(i / s.inner * s.n + label) * s.inner + i % s.inner]);
  }
  sum = gpu::blockSum(sum), weights = gpu::blockSum(weights);
  if (threadIdx.x != 0) return;
  *loss = T(average && weights != 0 ? sum / weights : sum);  // nothing counted: 0, as in Torch7
  *total = T(weights);
}

template <class T>
__global__ void __launch_bounds__(256) nllGradKernel(Labels s, T *gx, const T *weight, int average, const T *total, gpu::Complaint *c,
                                                     const char *caller, const char *text) {
  const double weights = double(*total);
  const T factor = T(average && weights != 0 ? -1 / weights : -1.0);
  for (TM_EACH(e, s.b * s.n * s.inner)) {
    const int64_t column = e % s.inner, k = e / s.inner % s.n, i = e / (s.inner * s.n) * s.inner + column, label = s.target[i];
    if (k == 0 && label != s.ignore && (label < 0 || label >= s.n)) complain(c, caller, text, label, i, s.n);
    gx[e] = label == k && label != s.ignore ? (weight ? factor * weight[k] : factor) : T(0);
  }
}

template <class T>
__global__ void __launch_bounds__(256) nllEachKernel(Labels s, T *r, const T *x, const T *weight, gpu::Complaint *c, const char *caller,
                                                     const char *text) {
  for (TM_EACH(i, s.b * s.inner)) {
    const int64_t label = s.target[i];
    T value = 0;
    if (label != s.ignore && (label < 0 || label >= s.n)) complain(c, caller, text, label, i, s.n);
    else if (label != s.ignore) value = -(weight ? weight[label] : T(1)) * x[(i / s.inner * s.n + label) * s.inner + i % s.inner];
    r[i] = value;
  }
}

template <class T>
int64_t nll_each(int64_t b, int64_t n, int64_t inner, void *r, const void *x, const int64_t *target, const void *weight, int64_t ignore) {
  gpu::launchEach(nllEachKernel<T>, b * inner, Labels{b, n, inner, ignore, target}, (T *)r, (const T *)x, (const T *)weight, gpu::complaint(),
                  "ClassNLLCriterion.forward", kText);
  return -1;
}

template <class T>
int64_t nll(int64_t b, int64_t n, int64_t inner, const void *x, const int64_t *target, const void *weight, int64_t ignore, int average,
            void *loss, void *total) {
  gpu::launch(nllKernel<T>, 1, b * inner > 256 ? 1024 : 256, 0, Labels{b, n, inner, ignore, target}, (const T *)x, (const T *)weight, average,
              (T *)loss, (T *)total, gpu::complaint(), "ClassNLLCriterion.forward", kText);
  return -1;
}

template <class T>
int64_t nll_grad(int64_t b, int64_t n, int64_t inner, void *gx, const int64_t *target, const void *weight, int64_t ignore, int average,
                 const void *total) {
  gpu::launchEach(nllGradKernel<T>, b * n * inner, Labels{b, n, inner, ignore, target}, (T *)gx, (const T *)weight, average, (const T *)total,
                  gpu::complaint(), "ClassNLLCriterion.backward", kText);
  return -1;
}

}  // namespace

BOTH(int64_t, nll,
     (int64_t b, int64_t n, int64_t inner, const void *x, const int64_t *target, const void *weight, int64_t ignore, int average, void *loss,
      void *total),
     (b, n, inner, x, target, weight, ignore, average, loss, total))
BOTH(int64_t, nll_grad,
     (int64_t b, int64_t n, int64_t inner, void *gx, const int64_t *target, const void *weight, int64_t ignore, int average, const void *total),
     (b, n, inner, gx, target, weight, ignore, average, total))
BOTH(int64_t, nll_each,
     (int64_t b, int64_t n, int64_t inner, void *r, const void *x, const int64_t *target, const void *weight, int64_t ignore),
     (b, n, inner, r, x, target, weight, ignore))
