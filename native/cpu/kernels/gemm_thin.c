/* Products with a thin matrix, which packing would only slow down. */
#include "kernels.h"
#include "simd.h"

/* Multiplications (a read from memory counts as two) that a task should have. */
enum { TM_THIN_WORK = 200000 };

#if defined(__AVX512F__) || defined(__aarch64__)
enum { DOTS = 24 };
#define EACH_DOTS_1(X) X(1, 1) X(1, 2) X(1, 3) X(1, 4) X(1, 5) X(1, 6) X(1, 7) X(1, 8) X(1, 9) X(1, 10) X(1, 11) X(1, 12) \
  X(1, 13) X(1, 14) X(1, 15) X(1, 16) X(1, 17) X(1, 18) X(1, 19) X(1, 20) X(1, 21) X(1, 22) X(1, 23) X(1, 24)
#define EACH_DOTS_2(X) X(2, 1) X(2, 2) X(2, 3) X(2, 4) X(2, 5) X(2, 6) X(2, 7) X(2, 8) X(2, 9) X(2, 10) X(2, 11) X(2, 12)
#define EACH_DOTS_3(X) X(3, 1) X(3, 2) X(3, 3) X(3, 4) X(3, 5) X(3, 6) X(3, 7) X(3, 8)
#define EACH_DOTS_4(X) X(4, 1) X(4, 2) X(4, 3) X(4, 4) X(4, 5) X(4, 6)
#else
enum { DOTS = 12 };
#define EACH_DOTS_1(X) X(1, 1) X(1, 2) X(1, 3) X(1, 4) X(1, 5) X(1, 6) X(1, 7) X(1, 8) X(1, 9) X(1, 10) X(1, 11) X(1, 12)
#define EACH_DOTS_2(X) X(2, 1) X(2, 2) X(2, 3) X(2, 4) X(2, 5) X(2, 6)
#define EACH_DOTS_3(X) X(3, 1) X(3, 2) X(3, 3) X(3, 4)
#define EACH_DOTS_4(X) X(4, 1) X(4, 2) X(4, 3)
#endif

#define BODY "gemm_thin.inc"
#include "each_real.h"
