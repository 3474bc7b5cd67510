/* One sequence of labels beside its steps (tm_sequences): states are its labels with a blank before, between and after them. */
#ifndef TM_CTC_H
#define TM_CTC_H
#include "kernel_types.h"
#include <math.h>

#ifdef __CUDACC__
#define TM_CTC_INLINE __host__ __device__ static inline
#else
#define TM_CTC_INLINE static inline
#endif

/* The class of a state. */
TM_CTC_INLINE int64_t tm_ctc_class(const int32_t *labels, int blank, int64_t state) { return state % 2 ? labels[state / 2] : blank; }

/* Whether a state is reached from the one two before it: from a label to the next one, if that is another. */
TM_CTC_INLINE int tm_ctc_skips(const int32_t *labels, int64_t state) {
  return state >= 3 && state % 2 && labels[state / 2] != labels[state / 2 - 1];
}

/* log(e^a + e^b + e^c); NaN if one of them is. */
TM_CTC_INLINE double tm_ctc_add(double a, double b, double c) {
  const double most = a > b ? (a > c ? a : c) : b > c ? b : c;
  return most == -INFINITY ? a + b + c : most + log(exp(a - most) + exp(b - most) + exp(c - most));
}

/* A state of a step's sum over beginnings, from those of the step before; without the logarithm of its own class. */
TM_CTC_INLINE double tm_ctc_begin(const double *last, const int32_t *labels, int64_t s) {
  return tm_ctc_add(last[s], s >= 1 ? last[s - 1] : -INFINITY, tm_ctc_skips(labels, s) ? last[s - 2] : -INFINITY);
}
#endif
