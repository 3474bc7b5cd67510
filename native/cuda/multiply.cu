// Matrix products (tm_multiply), and what linear layers need beside them.
#include "multiply.h"

#include "both.h"
#include "cublas.h"

namespace {

/// c = alpha a b + beta c, any strides.
template <class Real, bool rowsFirst, bool columnsFirst> struct Plain {
  typedef Real T;
  static constexpr bool kRowsFirst = rowsFirst, kColumnsFirst = columnsFirst;
  int64_t m, n, k, batches;
  T *part;
  const T *left, *right;
  T *result;
  int64_t leftRow, leftColumn, rightRow, rightColumn, row, column;
  int64_t leftStep, rightStep, step, number;
  T alpha, beta;
  __device__ void batch(int64_t at) { number = at, left += at * leftStep, right += at * rightStep, result += at * step; }
  __device__ T a(int64_t i, int64_t kk) const { return left[i * leftRow + kk * leftColumn]; }
  __device__ T b(int64_t kk, int64_t j) const { return right[kk * rightRow + j * rightColumn]; }
  __device__ void finish(int64_t i, int64_t j, T sum) const {
    T *to = result + i * row + j * column;
    *to = beta == T(0) ? alpha * sum : alpha * sum + beta * *to;
  }
  __device__ void store(int64_t i, int64_t j, T sum, int64_t share) const {
    if (part) part[((share * batches + number) * m + i) * n + j] = sum;
    else finish(i, j, sum);
  }
};

template <class T, bool rowsFirst, bool columnsFirst>
void run(const tm_matrix &r, const tm_matrix &a, const tm_matrix &b, const gpu::Steps &s, double beta, double alpha) {
  const Plain<T, rowsFirst, columnsFirst> p = {r.rows, r.columns, a.columns, s.batches, nullptr, (const T *)a.data, (const T *)b.data, (T *)r.data,
                                               a.row_stride, a.column_stride, b.row_stride, b.column_stride, r.row_stride, r.column_stride,
                                               s.a, s.b, s.r, 0, T(alpha), T(beta)};
  gpu::runProduct(p, s.batches, 0);
}

template <class T> void multiply(const tm_matrix &r, const tm_matrix &a, const tm_matrix &b, const gpu::Steps &s, double beta, double alpha) {
  const bool rows = a.row_stride == 1 && a.column_stride != 1, columns = b.column_stride == 1 || b.row_stride != 1;
  if (rows && columns) run<T, true, true>(r, a, b, s, beta, alpha);
  else if (rows) run<T, true, false>(r, a, b, s, beta, alpha);
  else if (columns) run<T, false, true>(r, a, b, s, beta, alpha);
  else run<T, false, false>(r, a, b, s, beta, alpha);
}

/// Integers wrap around; a thread an element.
template <class T>
__global__ void __launch_bounds__(256) integerKernel(tm_matrix r, tm_matrix a, tm_matrix b, gpu::Steps s, int64_t beta, int64_t alpha) {
  for (TM_EACH(e, s.batches * r.rows * r.columns)) {
    const int64_t j = e % r.columns, i = e / r.columns % r.rows, batch = e / (r.columns * r.rows);
    const T *left = (const T *)a.data + batch * s.a + i * a.row_stride, *right = (const T *)b.data + batch * s.b + j * b.column_stride;
    uint64_t sum = 0;
    for (int64_t k = 0; k < a.columns; k++) sum += uint64_t(int64_t(left[k * a.column_stride])) * uint64_t(int64_t(right[k * b.row_stride]));
    T *to = (T *)r.data + batch * s.r + i * r.row_stride + j * r.column_stride;
    sum *= uint64_t(alpha);
    if (beta != 0) sum += uint64_t(beta) * uint64_t(int64_t(*to));
    *to = T(sum);
  }
}

template <class T> void integers(const tm_matrix &r, const tm_matrix &a, const tm_matrix &b, const gpu::Steps &s, double beta, double alpha) {
  gpu::launchEach(integerKernel<T>, s.batches * r.rows * r.columns, r, a, b, s, int64_t(beta), int64_t(alpha));
}

template <class T> __global__ void __launch_bounds__(256) biasKernel(int64_t n, int64_t columns, T *y, const T *bias) {
  for (TM_EACH(i, n)) y[i] = bias[i % columns];
}

/// A thread a column, rows in order.
template <class T> __global__ void __launch_bounds__(256) biasGradKernel(int64_t rows, int64_t columns, T *sums, const T *gy, T scale) {
  for (TM_EACH(j, columns)) {
    T sum = 0;
    for (int64_t i = 0; i < rows; i++) sum += gy[i * columns + j];
    sums[j] += scale * sum;
  }
}

template <class T> void linear_bias(int64_t rows, int64_t columns, void *y, const void *bias) {
  gpu::launchEach(biasKernel<T>, rows * columns, rows * columns, columns, (T *)y, (const T *)bias);
}

template <class T> void linear_bias_grad(int64_t rows, int64_t columns, void *sums, const void *gy, double scale) {
  gpu::launchEach(biasGradKernel<T>, columns, rows, columns, (T *)sums, (const T *)gy, T(scale));
}

}  // namespace

BOTH(void, linear_bias, (int64_t rows, int64_t columns, void *y, const void *bias), (rows, columns, y, bias))
BOTH(void, linear_bias_grad, (int64_t rows, int64_t columns, void *sums, const void *gy, double scale), (rows, columns, sums, gy, scale))

void gpu::multiplyBatch(int dtype, const tm_matrix &r, const tm_matrix &a, const tm_matrix &b, const Steps &s, double beta, double alpha) {
  if ((dtype == TM_FLOAT32 || dtype == TM_FLOAT64) && blasProduct(dtype, r, a, b, s, beta, alpha)) return;
  switch (dtype) {
    case TM_FLOAT32: return multiply<float>(r, a, b, s, beta, alpha);
    case TM_FLOAT64: return multiply<double>(r, a, b, s, beta, alpha);
    case TM_UINT8: return integers<uint8_t>(r, a, b, s, beta, alpha);
    case TM_INT8: return integers<int8_t>(r, a, b, s, beta, alpha);
    case TM_INT16: return integers<int16_t>(r, a, b, s, beta, alpha);
    case TM_INT32: return integers<int32_t>(r, a, b, s, beta, alpha);
    case TM_INT64: return integers<int64_t>(r, a, b, s, beta, alpha);
  }
}

extern "C" bool tm_multiply(int dtype, tm_matrix r, tm_matrix a, tm_matrix b, double beta, double alpha) {
  gpu::multiplyBatch(dtype, r, a, b, gpu::Steps{1, 0, 0, 0}, beta, alpha);
  return true;
}
