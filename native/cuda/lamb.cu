// A step of LAMB: the parts of each layer are measured by a block each, then moved; the parts' sums are added in order.
#include "both.h"
#include "sums.h"

namespace {

/// Parts of a layer at most, and elements of a part at least; parts without elements have nothing to do.
enum : int64_t { kParts = 16, kLeast = 2048 };

template <class T> struct Lamb {
  T *x, *m, *v;
  const T *g;
  const double *s;
};

template <class T> __device__ inline T direction(const double *s, T m, T v, T x) {
  return T(s[5]) * m / (sqrt(v) * T(s[6]) + T(s[3])) + T(s[4]) * x;
}

/// The elements of a part of a layer: none if the sizes do not add up to n.
struct Part {
  int64_t begin, end;
};
__device__ inline Part partOf(int64_t layers, const int64_t *sizes, int64_t n, gpu::Complaint *c, const char *caller, const char *text) {
  const int64_t layer = blockIdx.x / kParts, part = blockIdx.x % kParts;
  int64_t before = 0, sum = 0;
  bool good = true;
  for (int64_t k = 0; k < layers; k++) {
    if (k == layer) before = sum;
    good = good && sizes[k] >= 0 && sizes[k] <= n - sum;
    sum += good ? sizes[k] : 0;
  }
  if (!good || sum != n) {
    if (threadIdx.x == 0) complain(c, caller, text, 0, 0, n);
    return Part{0, 0};
  }
  const int64_t share = (sizes[layer] + kParts - 1) / kParts, each = share < kLeast ? kLeast : share, begin = part * each, end = begin + each;
  return Part{before + (begin < sizes[layer] ? begin : sizes[layer]), before + (end < sizes[layer] ? end : sizes[layer])};
}

template <class T>
__global__ void __launch_bounds__(256) measureKernel(Lamb<T> j, int64_t layers, const int64_t *sizes, int64_t n, double *sums,
                                                     gpu::Complaint *c, const char *caller, const char *text) {
  const Part p = partOf(layers, sizes, n, c, caller, text);
  const T beta1 = T(j.s[1]), take1 = T(1 - j.s[1]), beta2 = T(j.s[2]), take2 = T(1 - j.s[2]);
  double parameters = 0, directions = 0;
  for (int64_t i = p.begin + threadIdx.x; i < p.end; i += 256) {
    const T m = beta1 * j.m[i] + take1 * j.g[i], v = beta2 * j.v[i] + take2 * j.g[i] * j.g[i], d = direction(j.s, m, v, j.x[i]);
    j.m[i] = m, j.v[i] = v;
    parameters += double(j.x[i]) * double(j.x[i]);
    directions += double(d) * double(d);
  }
  if (p.begin < p.end) parameters = gpu::blockSum(parameters), directions = gpu::blockSum(directions);  // all of the block or none
  if (threadIdx.x == 0) sums[2 * blockIdx.x] = parameters, sums[2 * blockIdx.x + 1] = directions;
}

template <class T>
__global__ void __launch_bounds__(256) moveKernel(Lamb<T> j, int64_t layers, const int64_t *sizes, int64_t n, const double *sums,
                                                  gpu::Complaint *c, const char *caller, const char *text) {
  const Part p = partOf(layers, sizes, n, c, caller, text);
  if (p.begin >= p.end) return;
  const double *own = sums + 2 * (blockIdx.x / kParts * kParts);
  double parameters = 0, directions = 0;
  for (int k = 0; k < kParts; k++) parameters += own[2 * k], directions += own[2 * k + 1];
  const T rate = T(j.s[0] * (parameters > 0 && directions > 0 ? sqrt(parameters) / sqrt(directions) : 1));
  for (int64_t i = p.begin + threadIdx.x; i < p.end; i += 256) j.x[i] -= rate * direction(j.s, j.m[i], j.v[i], j.x[i]);
}

template <class T>
bool lamb(int64_t layers, const int64_t *sizes, int64_t n, void *x, const void *g, void *m, void *v, const double *scalars) {
  static const char caller[] = "lamb", text[] = "sizes must add up to %3$lld";
  double *sums = gpu::scratch<double>(0, layers * kParts * 2);
  if (!sums) return true;  // tm_done says so
  const Lamb<T> j = {(T *)x, (T *)m, (T *)v, (const T *)g, scalars};
  const unsigned blocks = unsigned(layers * kParts);
  gpu::launch(measureKernel<T>, blocks, gpu::kThreads, 0, j, layers, sizes, n, sums, gpu::complaint(), caller, text);
  gpu::launch(moveKernel<T>, blocks, gpu::kThreads, 0, j, layers, sizes, n, sums, gpu::complaint(), caller, text);
  return true;
}

}  // namespace

BOTH(bool, lamb, (int64_t layers, const int64_t *sizes, int64_t n, void *x, const void *g, void *m, void *v, const double *scalars),
     (layers, sizes, n, x, g, m, v, scalars))
