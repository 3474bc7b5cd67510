// A step of stochastic gradient descent: a thread a parameter. The numbers of the step are read where they lie, so that a captured
// graph takes fresh ones.
#include "both.h"

namespace {

template <class T>
__global__ void __launch_bounds__(256) sgdKernel(int64_t n, T *x, const T *g, T *velocity, const T *rates, const T *decays, const double *s,
                                                 gpu::Complaint *c) {
  const T rate = T(s[0]), momentum = T(s[1]), take = T(1 - s[2]), decay = T(s[3]);
  const bool nesterov = s[4] != 0, first = s[5] != 0;
  if (momentum != 0 && !velocity) {
    if (blockIdx.x == 0 && threadIdx.x == 0) complain(c, "sgd", "velocity must be given with momentum but is missing", 0, 0, 0);
    return;
  }
  for (TM_EACH(i, n)) {
    T d = g[i];
    if (decay != 0) d += decay * x[i];
    else if (decays) d += decays[i] * x[i];
    if (momentum != 0) {
      const T v = first ? d : momentum * velocity[i] + take * d;
      velocity[i] = v;
      d = nesterov ? d + momentum * v : v;
    }
    x[i] -= rates ? rate * (rates[i] * d) : rate * d;
  }
}

template <class T> void sgd(int64_t n, void *x, const void *g, void *velocity, const void *rates, const void *decays, const double *scalars) {
  gpu::launchEach(sgdKernel<T>, n, n, (T *)x, (const T *)g, (T *)velocity, (const T *)rates, (const T *)decays, scalars, gpu::complaint());
}

}  // namespace

BOTH(void, sgd, (int64_t n, void *x, const void *g, void *velocity, const void *rates, const void *decays, const double *scalars),
     (n, x, g, velocity, rates, decays, scalars))
