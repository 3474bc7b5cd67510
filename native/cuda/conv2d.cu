// 2-D convolution and its gradients as products whose loads compute where an element lies: no columns are written.
#include "both.h"
#include "cudnn.h"
#include "element.h"
#include "ops.h"
#include "product.h"
#include "sums.h"

namespace {

/// What the three products have in common; the batch is the group.
template <class Real> struct Conv {
  typedef Real T;
  int64_t m, n, k, batches;
  T *part;
  tm_conv g;
  const T *x, *w, *gy;
  T *r;
  const T *bias;
  T scale;
  int64_t group;
  __device__ int64_t channels() const { return g.c / g.groups; }
  __device__ int64_t filters() const { return g.k / g.groups; }
  __device__ void batch(int64_t at) { group = at; }
  /// Weight of filter i of the group at [channel][kh][kw], which is number kk.
  __device__ int64_t weightAt(int64_t i, int64_t kk) const { return (group * filters() + i) * channels() * g.kh * g.kw + kk; }
  /// The element of x under tap kk of the window of output j, 0 in the padding.
  __device__ T xAt(int64_t kk, int64_t j) const {
    const int64_t kx = kk % g.kw, ky = kk / g.kw % g.kh, c = kk / (g.kw * g.kh);
    const int64_t ox = j % g.ow, oy = j / g.ow % g.oh, image = j / (g.ow * g.oh);
    const int64_t row = oy * g.dh - g.ph + ky * g.lh, column = ox * g.dw - g.pw + kx * g.lw;
    if (row < 0 || row >= g.h || column < 0 || column >= g.w) return T(0);
    return x[((image * g.c + group * channels() + c) * g.h + row) * g.w + column];
  }
  __device__ T gyAt(int64_t i, int64_t j) const {
    const int64_t place = j % (g.oh * g.ow), image = j / (g.oh * g.ow);
    return gy[(image * g.k + group * filters() + i) * g.oh * g.ow + place];
  }
};

template <class T> __device__ T activate(int op, T x, T a, T b);

template <class Real> struct Forward : Conv<Real> {
  typedef Real T;
  static constexpr bool kRowsFirst = false, kColumnsFirst = true;
  T p0, p1;
  __device__ T a(int64_t i, int64_t kk) const { return this->w[this->weightAt(i, kk)]; }
  __device__ T b(int64_t kk, int64_t j) const { return this->xAt(kk, j); }
  __device__ void finish(int64_t i, int64_t j, T sum) const {
    const tm_conv &g = this->g;
    const int64_t filter = this->group * this->filters() + i, place = j % (g.oh * g.ow), image = j / (g.oh * g.ow);
    T y = sum + (this->bias ? this->bias[filter] : T(0));
    if (g.op >= 0) y = activate<T>(g.op, y, p0, p1);
    this->r[image * g.y_image + filter * g.y_plane + place] = y;
  }
  __device__ void store(int64_t i, int64_t j, T sum, int64_t share) const {
    if (this->part) this->part[((share * this->batches + this->group) * this->m + i) * this->n + j] = sum;
    else finish(i, j, sum);
  }
};

/// gx: rows are channels, columns the elements of all images' planes, k the taps of all filters.
template <class Real> struct GradInput : Conv<Real> {
  typedef Real T;
  static constexpr bool kRowsFirst = false, kColumnsFirst = true;
  __device__ T a(int64_t i, int64_t kk) const {
    const tm_conv &g = this->g;
    const int64_t tap = kk % (g.kh * g.kw), filter = kk / (g.kh * g.kw);
    return this->w[this->weightAt(filter, i * g.kh * g.kw + tap)];
  }
  __device__ T b(int64_t kk, int64_t j) const {
    const tm_conv &g = this->g;
    const int64_t kx = kk % g.kw, ky = kk / g.kw % g.kh, filter = kk / (g.kw * g.kh);
    const int64_t column = j % g.w, row = j / g.w % g.h, image = j / (g.w * g.h);
    const int64_t down = row + g.ph - ky * g.lh, across = column + g.pw - kx * g.lw;
    if (down < 0 || across < 0 || down % g.dh || across % g.dw || down / g.dh >= g.oh || across / g.dw >= g.ow) return T(0);
    return this->gy[((image * g.k + this->group * this->filters() + filter) * g.oh + down / g.dh) * g.ow + across / g.dw];
  }
  __device__ void finish(int64_t i, int64_t j, T sum) const {
    const tm_conv &g = this->g;
    const int64_t place = j % (g.h * g.w), image = j / (g.h * g.w);
    this->r[(image * g.c + this->group * this->channels() + i) * g.h * g.w + place] = sum;
  }
  __device__ void store(int64_t i, int64_t j, T sum, int64_t share) const {
    if (this->part) this->part[((share * this->batches + this->group) * this->m + i) * this->n + j] = sum;
    else finish(i, j, sum);
  }
};

/// gweight: rows are filters, columns channels and taps, k the outputs of all images.
template <class Real> struct GradWeight : Conv<Real> {
  typedef Real T;
  static constexpr bool kRowsFirst = false, kColumnsFirst = false;
  __device__ T a(int64_t i, int64_t kk) const { return this->gyAt(i, kk); }
  __device__ T b(int64_t kk, int64_t j) const { return this->xAt(j, kk); }
  __device__ void finish(int64_t i, int64_t j, T sum) const { this->r[this->weightAt(i, j)] += this->scale * sum; }
  __device__ void store(int64_t i, int64_t j, T sum, int64_t share) const {
    if (this->part) this->part[((share * this->batches + this->group) * this->m + i) * this->n + j] = sum;
    else finish(i, j, sum);
  }
};

#define BODY "activate.inc"
#include "each_floating.h"

template <class T> constexpr int dtypeOf() { return sizeof(T) == 4 ? TM_FLOAT32 : TM_FLOAT64; }

/// Adds the bias and applies the function, where another library has convolved.
template <class Real> __global__ void __launch_bounds__(256) convFinishKernel(Forward<Real> p) {
  p.batch(0);
  for (TM_EACH(i, p.g.k * p.n)) {
    const int64_t filter = i / p.n, j = i % p.n, plane = p.g.oh * p.g.ow;
    p.finish(filter, j, p.r[j / plane * p.g.y_image + filter * p.g.y_plane + j % plane]);
  }
}

template <class T> bool conv_forward(const tm_conv *g, const void *x, const void *weight, const void *bias, void *y) {
  Forward<T> p = {};
  p.g = *g, p.x = (const T *)x, p.w = (const T *)weight, p.bias = (const T *)bias, p.r = (T *)y, p.p0 = T(g->a), p.p1 = T(g->b);
  p.m = g->k / g->groups, p.n = g->n * g->oh * g->ow, p.k = g->c / g->groups * g->kh * g->kw;
  if (!gpu::cudnnForward(dtypeOf<T>(), *g, x, weight, y)) gpu::runProduct(p, g->groups, 0);
  else if (bias || g->op >= 0) gpu::launchEach(convFinishKernel<T>, g->k * p.n, p);
  return true;
}

template <class T> bool conv_grad_input(const tm_conv *g, const void *gy, const void *weight, void *gx) {
  if (gpu::cudnnGradInput(dtypeOf<T>(), *g, gy, weight, gx)) return true;
  GradInput<T> p = {};
  p.g = *g, p.gy = (const T *)gy, p.w = (const T *)weight, p.r = (T *)gx;
  p.m = g->c / g->groups, p.n = g->n * g->h * g->w, p.k = g->k / g->groups * g->kh * g->kw;
  gpu::runProduct(p, g->groups, 0);
  return true;
}

template <class T> __global__ void __launch_bounds__(256) convBiasKernel(tm_conv g, T *gbias, const T *gy, T scale) {
  const int64_t plane = g.oh * g.ow;
  for (int64_t filter = blockIdx.x; filter < g.k; filter += gridDim.x) {
    double sum = 0;
    for (int64_t i = threadIdx.x; i < g.n * plane; i += blockDim.x) sum += double(gy[(i / plane * g.k + filter) * plane + i % plane]);
    sum = gpu::blockSum(sum);
    if (threadIdx.x == 0) gbias[filter] += T(double(scale) * sum);
  }
}

template <class T> bool conv_grad_parameters(const tm_conv *g, const void *x, const void *gy, void *gweight, void *gbias, double scale) {
  GradWeight<T> p = {};
  p.g = *g, p.x = (const T *)x, p.gy = (const T *)gy, p.r = (T *)gweight, p.scale = T(scale);
  p.m = g->k / g->groups, p.n = g->c / g->groups * g->kh * g->kw, p.k = g->n * g->oh * g->ow;
  if (!gpu::cudnnGradWeight(dtypeOf<T>(), *g, x, gy, gweight, scale)) gpu::runProduct(p, g->groups, 0);
  if (gbias) gpu::launch(convBiasKernel<T>, gpu::blocksForRows(g->k, gpu::busyBlocks()), gpu::kThreads, 0, *g, (T *)gbias, (const T *)gy, T(scale));
  return true;
}

}  // namespace

BOTH(bool, conv_forward, (const tm_conv *g, const void *x, const void *weight, const void *bias, void *y), (g, x, weight, bias, y))
BOTH(bool, conv_grad_input, (const tm_conv *g, const void *gy, const void *weight, void *gx), (g, gy, weight, gx))
BOTH(bool, conv_grad_parameters, (const tm_conv *g, const void *x, const void *gy, void *gweight, void *gbias, double scale),
     (g, x, gy, gweight, gbias, scale))
