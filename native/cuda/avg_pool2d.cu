// Average pooling: a thread an output, and a thread an input for the gradient, which gathers from the windows that cover it.
#include "both.h"

namespace {

__device__ inline int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }
__device__ inline int64_t most(int64_t a, int64_t b) { return a > b ? a : b; }

/// Elements of a window along one axis, with the padding on both sides if count_pad.
__device__ inline int64_t extent(int64_t start, int64_t k, int64_t size, int64_t pad, int count_pad) {
  const int64_t end = least(start + k, size + (count_pad ? pad : 0));
  return end - (count_pad ? start : most(start, 0));
}

/// What the sum of a window is divided by; `whole` is the window as it was asked for.
template <class T> __device__ inline T divisorOf(const tm_pool &whole, int divide, int64_t oy, int64_t ox, int count_pad) {
  if (!divide) return T(1);
  return T(extent(oy * whole.dh - whole.ph, whole.kh, whole.h, whole.ph, count_pad)) *
         T(extent(ox * whole.dw - whole.pw, whole.kw, whole.w, whole.pw, count_pad));
}

template <class T> __global__ void __launch_bounds__(256) meanKernel(tm_pool p, tm_pool whole, int divide, T *y, const T *x, int count_pad) {
  for (TM_EACH(o, p.planes * p.oh * p.ow)) {
    const int64_t ox = o % p.ow, oy = o / p.ow % p.oh, plane = o / (p.ow * p.oh);
    const int64_t top = oy * p.dh - p.ph, left = ox * p.dw - p.pw;
    const T *from = x + plane * p.h * p.w;
    T sum = 0;
    for (int64_t r = most(top, 0); r < least(top + p.kh, p.h); r++)
      for (int64_t c = most(left, 0); c < least(left + p.kw, p.w); c++) sum += from[r * p.w + c];
    y[o] = sum / divisorOf<T>(whole, divide, oy, ox, count_pad);
  }
}

template <class T> __global__ void __launch_bounds__(256) meanGradKernel(tm_pool p, tm_pool whole, int divide, T *gx, const T *gy, int count_pad) {
  for (TM_EACH(i, p.planes * p.h * p.w)) {
    const int64_t c = i % p.w, r = i / p.w % p.h, plane = i / (p.w * p.h);
    const T *from = gy + plane * p.oh * p.ow;
    const int64_t top = r + p.ph - p.kh + 1, left = c + p.pw - p.kw + 1;
    T sum = 0;
    for (int64_t oy = top <= 0 ? 0 : (top + p.dh - 1) / p.dh; oy <= least((r + p.ph) / p.dh, p.oh - 1); oy++)
      for (int64_t ox = left <= 0 ? 0 : (left + p.dw - 1) / p.dw; ox <= least((c + p.pw) / p.dw, p.ow - 1); ox++)
        sum += from[oy * p.ow + ox] / divisorOf<T>(whole, divide, oy, ox, count_pad);
    gx[i] = sum;
  }
}

template <class T> bool avg_pool2d(const tm_pool *p, const tm_pool *whole, void *y, const void *x, int count_pad) {
  gpu::launchEach(meanKernel<T>, p->planes * p->oh * p->ow, *p, whole ? *whole : *p, whole != nullptr, (T *)y, (const T *)x, count_pad);
  return true;
}

template <class T> bool avg_pool2d_grad(const tm_pool *p, const tm_pool *whole, void *gx, const void *gy, int count_pad) {
  gpu::launchEach(meanGradKernel<T>, p->planes * p->h * p->w, *p, whole ? *whole : *p, whole != nullptr, (T *)gx, (const T *)gy, count_pad);
  return true;
}

}  // namespace

BOTH(bool, avg_pool2d, (const tm_pool *p, const tm_pool *whole, void *y, const void *x, int count_pad), (p, whole, y, x, count_pad))
BOTH(bool, avg_pool2d_grad, (const tm_pool *p, const tm_pool *whole, void *gx, const void *gy, int count_pad), (p, whole, gx, gy, count_pad))
