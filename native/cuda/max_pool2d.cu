// Max pooling: a thread an output. The gradient is added at the positions that the forward pass kept; where windows overlap the order
// of these additions is open.
#include "both.h"

namespace {

/// NaN loses to every number; the first of equal elements is taken; a window without elements has no position.
template <class T> __global__ void __launch_bounds__(256) maxKernel(tm_pool p, T *y, int32_t *index, const T *x) {
  for (TM_EACH(o, p.planes * p.oh * p.ow)) {
    const int64_t ox = o % p.ow, oy = o / p.ow % p.oh, plane = o / (p.ow * p.oh);
    const T *from = x + plane * p.h * p.w;
    const int64_t top = oy * p.dh - p.ph, left = ox * p.dw - p.pw;
    T value = -T(INFINITY);
    int32_t at = -1;
    bool number = false;
    for (int i = 0; i < p.kh; i++) {
      const int64_t r = top + int64_t(i) * p.lh;
      if (r < 0 || r >= p.h) continue;
      for (int j = 0; j < p.kw; j++) {
        const int64_t c = left + int64_t(j) * p.lw;
        if (c < 0 || c >= p.w) continue;
        const T v = from[r * p.w + c];
        if (at < 0 || (!number && v == v) || v > value) value = v, at = int32_t(r * p.w + c);
        number = number || v == v;
      }
    }
    y[o] = value;
    if (index) index[o] = at;
  }
}

template <class T>
__global__ void __launch_bounds__(256) maxGradKernel(int64_t n, int64_t in, int64_t out, T *gx, const T *gy, const int32_t *index, gpu::Complaint *c) {
  for (TM_EACH(o, n)) {
    const int32_t at = index[o];
    if (at < -1 || at >= in) complain(c, "SpatialMaxPooling.backward", "index %lld at position %lld is outside [0, %lld)", at, o, in);
    else if (at >= 0) atomicAdd(gx + o / out * in + at, gy[o]);
  }
}

template <class T> bool max_pool2d(const tm_pool *p, void *y, int32_t *index, const void *x) {
  gpu::launchEach(maxKernel<T>, p->planes * p->oh * p->ow, *p, (T *)y, index, (const T *)x);
  return true;
}

template <class T> bool max_pool2d_grad(int64_t planes, int64_t in, int64_t out, void *gx, const void *gy, const int32_t *index) {
  gpu::keep(cudaMemsetAsync(gx, 0, size_t(planes * in) * sizeof(T), gpu::stream()));
  gpu::launchEach(maxGradKernel<T>, planes * out, planes * out, in, out, (T *)gx, (const T *)gy, index, gpu::complaint());
  return true;
}

}  // namespace

BOTH(bool, max_pool2d, (const tm_pool *p, void *y, int32_t *index, const void *x), (p, y, index, x))
BOTH(bool, max_pool2d_grad, (int64_t planes, int64_t in, int64_t out, void *gx, const void *gy, const int32_t *index),
     (planes, in, out, gx, gy, index))
