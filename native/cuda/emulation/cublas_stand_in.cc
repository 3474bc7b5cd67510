// A library that stands in for cuBLAS on the host, by plain loops: the search, the transposes and the leading dimensions are tested
// with it. It checks its arguments as strictly as cuBLAS documents them, and fails if TM_STAND_IN_FAILS says in which function.
#include "stand_in.h"

namespace {

template <class T>
int gemm(int transA, int transB, int m, int n, int k, const T *alpha, const T *a, int lda, long long stepA, const T *b, int ldb,
         long long stepB, const T *beta, T *c, int ldc, long long stepC, int batches) {
  enum { kInvalidValue = 7, kExecutionFailed = 13 };
  if (fails("gemm") && m * n != 4) return kExecutionFailed;  // not for the product that tests the library
  if (m < 0 || n < 0 || k < 0 || batches < 0 || lda < (transA ? k : m) || ldb < (transB ? n : k) || ldc < m || lda < 1 || ldb < 1 || ldc < 1)
    return kInvalidValue;
  for (int batch = 0; batch < batches; batch++, a += stepA, b += stepB, c += stepC)
    for (int i = 0; i < m; i++)
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int q = 0; q < k; q++)
          sum += double(transA ? a[q + long(i) * lda] : a[i + long(q) * lda]) * double(transB ? b[j + long(q) * ldb] : b[q + long(j) * ldb]);
        T &to = c[i + long(j) * ldc];
        to = T(double(*alpha) * sum + (fails("product") ? 1 : 0)) + (*beta == 0 ? T(0) : *beta * to);
      }
  return 0;
}

}  // namespace

extern "C" {

int cublasCreate_v2(void **handle) {
  if (fails("create")) return 3;
  return *handle = std::malloc(1), 0;
}
int cublasDestroy_v2(void *handle) { return std::free(handle), 0; }
int cublasSetStream_v2(void *, void *) { return 0; }
int cublasSetMathMode(void *, int) { return 0; }
int cublasSetWorkspace_v2(void *, void *, size_t) { return 0; }
int cublasGetVersion_v2(void *, int *version) { return *version = 130000, 0; }
int cublasSgemmStridedBatched(void *, int opA, int opB, int m, int n, int k, const float *alpha, const float *a, int lda, long long stepA,
                              const float *b, int ldb, long long stepB, const float *beta, float *c, int ldc, long long stepC, int batches) {
  return gemm(opA, opB, m, n, k, alpha, a, lda, stepA, b, ldb, stepB, beta, c, ldc, stepC, batches);
}
int cublasDgemmStridedBatched(void *, int opA, int opB, int m, int n, int k, const double *alpha, const double *a, int lda, long long stepA,
                              const double *b, int ldb, long long stepB, const double *beta, double *c, int ldc, long long stepC, int batches) {
  return gemm(opA, opB, m, n, k, alpha, a, lda, stepA, b, ldb, stepB, beta, c, ldc, stepC, batches);
}

}  // extern "C"
