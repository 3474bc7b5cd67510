// A library that stands in for cuDNN on the host, by plain loops: the descriptors and the order of the arguments are tested with it. It
// checks its arguments as strictly as cuDNN documents them, and fails if TM_STAND_IN_FAILS says in which function.
#include "stand_in.h"

#include <cstddef>

namespace {

enum { kBadParam = 3, kExecutionFailed = 8, kScratch = 64 };

struct Tensor { int dtype = -1, size[4], step[4]; };
struct Filter { int dtype = -1, size[4]; };
struct Convolution { int padH, padW, stepH, stepW, dilationH, dilationW, dtype = -1, groups = 1, math = 0; };
/// Results of the heuristics, as cuDNN lays them out.
struct Choice {
  int algorithm, status;
  float time;
  size_t memory;
  int determinism, math, reserved[3];
};

/// Whether the descriptors go together.
bool fit(const Tensor &x, const Filter &w, const Convolution &c, const Tensor &y) {
  const int reachH = (w.size[2] - 1) * c.dilationH + 1, reachW = (w.size[3] - 1) * c.dilationW + 1;
  return x.dtype >= 0 && x.dtype == w.dtype && x.dtype == y.dtype && x.dtype == c.dtype && x.size[1] == w.size[1] * c.groups &&
         w.size[0] % c.groups == 0 && y.size[0] == x.size[0] && y.size[1] == w.size[0] &&
         y.size[2] == (x.size[2] + 2 * c.padH - reachH) / c.stepH + 1 && y.size[3] == (x.size[3] + 2 * c.padW - reachW) / c.stepW + 1 &&
         y.step[0] > 0 && y.step[1] > 0;
}

/// Calls f(element of x, of the filter, of y) for all that meet in the convolution.
template <class F> void each(const Tensor &x, const Filter &w, const Convolution &c, const Tensor &y, F f) {
  const int filters = w.size[0] / c.groups;
  for (int n = 0; n < x.size[0]; n++)
    for (int k = 0; k < w.size[0]; k++)
      for (int i = 0; i < y.size[2]; i++)
        for (int j = 0; j < y.size[3]; j++)
          for (int ch = 0; ch < w.size[1]; ch++)
            for (int p = 0; p < w.size[2]; p++)
              for (int q = 0; q < w.size[3]; q++) {
                const int row = i * c.stepH - c.padH + p * c.dilationH, column = j * c.stepW - c.padW + q * c.dilationW;
                if (row < 0 || row >= x.size[2] || column < 0 || column >= x.size[3]) continue;
                const int channel = k / filters * w.size[1] + ch;
                f(n * x.step[0] + channel * x.step[1] + row * x.step[2] + column * x.step[3], ((k * w.size[1] + ch) * w.size[2] + p) * w.size[3] + q,
                  n * y.step[0] + k * y.step[1] + i * y.step[2] + j * y.step[3]);
              }
}

template <class T> void scale(T *r, const int size[4], const int step[4], const void *beta) {
  const T by = *(const T *)beta;
  for (int a = 0; a < size[0]; a++)
    for (int b = 0; b < size[1]; b++)
      for (int c = 0; c < size[2]; c++)
        for (int d = 0; d < size[3]; d++) {
          T &to = r[a * step[0] + b * step[1] + c * step[2] + d * step[3]];
          to = by == 0 ? T(0) : by * to;
        }
}

int choose(bool good, int wanted, int *found, Choice *choices) {
  if (!good || wanted < 3) return kBadParam;
  choices[0] = {7, 9, 0, 0, 1, 0, {}};              // not supported
  choices[1] = {5, 0, 1, kScratch, 0, 3, {}};       // other numbers each time
  choices[2] = {1, 0, 2, kScratch, 1, 3, {}};       // the one to take
  return *found = 3, 0;
}

int measure(bool good, int algorithm, size_t *bytes) { return good && algorithm == 1 ? (*bytes = kScratch, 0) : int(kBadParam); }

bool runs(int algorithm, const void *scratch, size_t bytes, int math) { return algorithm == 1 && scratch && bytes == kScratch && math == 3; }

template <class T> T plus(T sum) { return fails("convolution") ? sum + 1 : sum; }

#define BY_DTYPE(dtype, ...) \
  if (dtype == 1) { typedef double T; __VA_ARGS__; } \
  else { typedef float T; __VA_ARGS__; }

}  // namespace

extern "C" {

int cudnnCreate(void **handle) { return fails("create") ? 1 : (*handle = std::malloc(1), 0); }
int cudnnDestroy(void *handle) { return std::free(handle), 0; }
int cudnnSetStream(void *, void *) { return 0; }
size_t cudnnGetVersion() { return 90000; }
int cudnnCreateTensorDescriptor(Tensor **d) { return *d = new Tensor, 0; }
int cudnnCreateFilterDescriptor(Filter **d) { return *d = new Filter, 0; }
int cudnnCreateConvolutionDescriptor(Convolution **d) { return *d = new Convolution, 0; }
int cudnnSetTensor4dDescriptorEx(Tensor *d, int dtype, int n, int c, int h, int w, int stepN, int stepC, int stepH, int stepW) {
  if (n < 1 || c < 1 || h < 1 || w < 1) return kBadParam;
  return *d = {dtype, {n, c, h, w}, {stepN, stepC, stepH, stepW}}, 0;
}
int cudnnSetFilter4dDescriptor(Filter *d, int dtype, int format, int k, int c, int h, int w) {
  if (format != 0 || k < 1 || c < 1 || h < 1 || w < 1) return kBadParam;
  return *d = {dtype, {k, c, h, w}}, 0;
}
int cudnnSetConvolution2dDescriptor(Convolution *d, int padH, int padW, int stepH, int stepW, int dilationH, int dilationW, int mode, int dtype) {
  if (mode != 1 || padH < 0 || padW < 0 || stepH < 1 || stepW < 1 || dilationH < 1 || dilationW < 1) return kBadParam;
  return *d = {padH, padW, stepH, stepW, dilationH, dilationW, dtype}, 0;
}
int cudnnSetConvolutionGroupCount(Convolution *d, int groups) { return groups < 1 ? int(kBadParam) : (d->groups = groups, 0); }
int cudnnSetConvolutionMathType(Convolution *d, int math) { return math < 0 || math > 3 ? int(kBadParam) : (d->math = math, 0); }

int cudnnGetConvolutionForwardAlgorithm_v7(void *, Tensor *x, Filter *w, Convolution *c, Tensor *y, int wanted, int *found, Choice *choices) {
  return choose(fit(*x, *w, *c, *y), wanted, found, choices);
}
int cudnnGetConvolutionBackwardDataAlgorithm_v7(void *, Filter *w, Tensor *y, Convolution *c, Tensor *x, int wanted, int *found, Choice *choices) {
  return choose(fit(*x, *w, *c, *y), wanted, found, choices);
}
int cudnnGetConvolutionBackwardFilterAlgorithm_v7(void *, Tensor *x, Tensor *y, Convolution *c, Filter *w, int wanted, int *found, Choice *choices) {
  return choose(fit(*x, *w, *c, *y), wanted, found, choices);
}
int cudnnGetConvolutionForwardWorkspaceSize(void *, Tensor *x, Filter *w, Convolution *c, Tensor *y, int algorithm, size_t *bytes) {
  return measure(fit(*x, *w, *c, *y), algorithm, bytes);
}
int cudnnGetConvolutionBackwardDataWorkspaceSize(void *, Filter *w, Tensor *y, Convolution *c, Tensor *x, int algorithm, size_t *bytes) {
  return measure(fit(*x, *w, *c, *y), algorithm, bytes);
}
int cudnnGetConvolutionBackwardFilterWorkspaceSize(void *, Tensor *x, Tensor *y, Convolution *c, Filter *w, int algorithm, size_t *bytes) {
  return measure(fit(*x, *w, *c, *y), algorithm, bytes);
}

int cudnnConvolutionForward(void *, const void *alpha, Tensor *xd, const void *x, Filter *wd, const void *w, Convolution *c, int algorithm,
                            void *scratch, size_t bytes, const void *beta, Tensor *yd, void *y) {
  if (!fit(*xd, *wd, *c, *yd) || !runs(algorithm, scratch, bytes, c->math)) return kBadParam;
  if (fails("run") && xd->size[2] != 3) return kExecutionFailed;  // not for the convolution that tests the library
  BY_DTYPE(xd->dtype, scale((T *)y, yd->size, yd->step, beta); const T by = plus(*(const T *)alpha);
           each(*xd, *wd, *c, *yd, [&](int i, int j, int k) { ((T *)y)[k] += by * ((const T *)x)[i] * ((const T *)w)[j]; }))
  return 0;
}
int cudnnConvolutionBackwardData(void *, const void *alpha, Filter *wd, const void *w, Tensor *yd, const void *y, Convolution *c, int algorithm,
                                 void *scratch, size_t bytes, const void *beta, Tensor *xd, void *x) {
  if (!fit(*xd, *wd, *c, *yd) || !runs(algorithm, scratch, bytes, c->math)) return kBadParam;
  BY_DTYPE(xd->dtype, scale((T *)x, xd->size, xd->step, beta); const T by = *(const T *)alpha;
           each(*xd, *wd, *c, *yd, [&](int i, int j, int k) { ((T *)x)[i] += by * ((const T *)y)[k] * ((const T *)w)[j]; }))
  return 0;
}
int cudnnConvolutionBackwardFilter(void *, const void *alpha, Tensor *xd, const void *x, Tensor *yd, const void *y, Convolution *c,
                                   int algorithm, void *scratch, size_t bytes, const void *beta, Filter *wd, void *w) {
  if (!fit(*xd, *wd, *c, *yd) || !runs(algorithm, scratch, bytes, c->math)) return kBadParam;
  const int *s = wd->size, step[] = {s[1] * s[2] * s[3], s[2] * s[3], s[3], 1};
  BY_DTYPE(xd->dtype, scale((T *)w, wd->size, step, beta); const T by = *(const T *)alpha;
           each(*xd, *wd, *c, *yd, [&](int i, int j, int k) { ((T *)w)[j] += by * ((const T *)x)[i] * ((const T *)y)[k]; }))
  return 0;
}

}  // extern "C"
