// Steps of optimizers (step.def): a thread a parameter. kernels/step.inc of the CPU says what the states a, b, c and the numbers s are;
// these are read where they lie, so that a captured graph takes fresh ones.
#include <cfloat>

#include "both.h"
#include "ops.h"

namespace {

template <class T> struct Step {
  T *x, *a, *b, *c;
  const T *g;
  const double *s;
};

template <class T> __device__ inline T root(T x) { return sqrt(x); }
/// The gradient with the weight decay in it.
template <class T> __device__ inline T decayed(const Step<T> &j, int64_t i, T decay) { return decay != 0 ? j.g[i] + decay * j.x[i] : j.g[i]; }

struct adadelta {
  template <class T> static __device__ void at(const Step<T> &j, int64_t i) {
    const T rate = T(j.s[0]), rho = T(j.s[1]), take = T(1 - j.s[1]), epsilon = T(j.s[2]), d = decayed(j, i, T(j.s[3]));
    const T square = rho * j.a[i] + take * d * d, step = root(j.b[i] + epsilon) / root(square + epsilon) * d;
    j.a[i] = square, j.b[i] = rho * j.b[i] + take * step * step;
    j.x[i] -= rate * step;
  }
};
struct rmsprop {
  template <class T> static __device__ void at(const Step<T> &j, int64_t i) {
    const T rate = T(j.s[0]), alpha = T(j.s[1]), take = T(1 - j.s[1]), epsilon = T(j.s[2]), d = decayed(j, i, T(j.s[3]));
    const T square = alpha * j.a[i] + take * d * d;
    j.a[i] = square;
    j.x[i] -= rate * d / (root(square) + epsilon);
  }
};
struct adagrad {
  template <class T> static __device__ void at(const Step<T> &j, int64_t i) {
    const T rate = T(j.s[0]), epsilon = T(j.s[1]), d = decayed(j, i, T(j.s[2])), square = j.a[i] + d * d;
    j.a[i] = square;
    j.x[i] -= rate * d / (root(square) + epsilon);
  }
};
struct adam {
  template <class T> static __device__ void at(const Step<T> &j, int64_t i) {
    const T rate = T(j.s[0]), epsilon = T(j.s[3]), d = decayed(j, i, T(j.s[4]));
    const T mean = T(j.s[1]) * j.a[i] + T(1 - j.s[1]) * d, square = T(j.s[2]) * j.b[i] + T(1 - j.s[2]) * d * d;
    j.a[i] = mean, j.b[i] = square;
    j.x[i] -= rate * mean / (root(square) + epsilon);
  }
};
struct adamW {
  template <class T> static __device__ void at(const Step<T> &j, int64_t i) {
    const T rate = T(j.s[0]), epsilon = T(j.s[3]), shrink = T(j.s[4]), correction = T(j.s[5]), d = j.g[i];
    const T mean = T(j.s[1]) * j.a[i] + T(1 - j.s[1]) * d, square = T(j.s[2]) * j.b[i] + T(1 - j.s[2]) * d * d;
    T most = square;
    j.a[i] = mean, j.b[i] = square;
    if (j.c) {
      most = j.c[i] > square ? j.c[i] : square;
      j.c[i] = most;
    }
    const T kept = j.x[i] - shrink * j.x[i];
    j.x[i] = kept - rate * mean / (root(most) * correction + epsilon);
  }
};
struct adamax {
  template <class T> static __device__ void at(const Step<T> &j, int64_t i) {
    const T smallest = sizeof(T) == sizeof(float) ? T(FLT_MIN) : T(DBL_MIN);
    const T rate = T(j.s[0]), epsilon = T(j.s[3]) > smallest ? T(j.s[3]) : smallest, d = decayed(j, i, T(j.s[4]));
    const T mean = T(j.s[1]) * j.a[i] + T(1 - j.s[1]) * d, old = T(j.s[2]) * j.b[i], now = (d < 0 ? -d : d) + epsilon;
    const T most = old > now ? old : now;
    j.a[i] = mean, j.b[i] = most;
    j.x[i] -= rate * mean / most;
  }
};
struct nagAhead {
  template <class T> static __device__ void at(const Step<T> &j, int64_t i) {
    j.a[i] = j.x[i];
    j.x[i] += T(j.s[0]) * j.g[i];
  }
};
struct nag {
  template <class T> static __device__ void at(const Step<T> &j, int64_t i) {
    const T rate = T(j.s[0]), momentum = T(j.s[1]), d = decayed(j, i, T(j.s[2])), step = rate * (j.b ? j.b[i] * d : d);
    j.a[i] = momentum * j.a[i] - step;
    j.x[i] -= step;
  }
};
struct rprop {
  template <class T> static __device__ void at(const Step<T> &j, int64_t i) {
    const T up = T(j.s[0]), down = T(j.s[1]), low = T(j.s[2]), high = T(j.s[3]);
    const T d = j.g[i], now = T((d > 0) - (d < 0)), last = T((j.a[i] > 0) - (j.a[i] < 0)), turn = now * last;
    T step = j.b[i] * (turn > 0 ? up : turn < 0 ? down : T(1));
    step = step > high ? high : step;
    step = step < low ? low : step;
    j.a[i] = turn < 0 ? T(0) : d, j.b[i] = step;
    j.x[i] -= turn < 0 ? T(0) : now * step;
  }
};
struct asgd {
  template <class T> static __device__ void at(const Step<T> &j, int64_t i) {
    const T eta = T(j.s[0]), lambda = T(j.s[1]), mu = T(j.s[2]), moved = j.x[i] - eta * (j.g[i] + lambda * j.x[i]);
    j.x[i] = moved;
    j.a[i] = mu != 1 ? j.a[i] + mu * (moved - j.a[i]) : moved;
  }
};

template <class Op, class T> __global__ void __launch_bounds__(256) stepKernel(int64_t n, Step<T> j) {
  for (TM_EACH(i, n)) Op::at(j, i);
}

template <class T> void step(int op, int64_t n, void *x, const void *g, void *const *state, const double *scalars) {
  typedef void (*Kernel)(int64_t, Step<T>);
  static const Kernel kernels[] = {
#define STEP(name, states, optional, scalars) stepKernel<name, T>,
#include "../ops/step.def"
#undef STEP
  };
  const Step<T> j = {(T *)x, (T *)state[0], (T *)state[1], (T *)state[2], (const T *)g, scalars};
  gpu::launchEach(kernels[op], n, n, j);
}

}  // namespace

BOTH(void, step, (int op, int64_t n, void *x, const void *g, void *const *state, const double *scalars), (op, n, x, g, state, scalars))
