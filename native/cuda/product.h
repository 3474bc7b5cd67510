// Products of two matrices that are computed as they are loaded: plain ones of any strides, and those that a convolution stands for.
#pragma once
#include "device.h"
#include "multiply.h"

namespace gpu {

/// How many products, and the elements from one to the next of a, b and r.
struct Steps {
  int64_t batches, a, b, r;
};
/// r = beta r + alpha a b for each of a batch (multiply.cu).
void multiplyBatch(int dtype, const tm_matrix &r, const tm_matrix &a, const tm_matrix &b, const Steps &steps, double beta, double alpha);

enum { kTile = 64, kDepth = 16 };

/// Writes P::store(i, j, sum over k of P::a(i, k) * P::b(k, j)) for tiles of 64 x 64, or the sums of a share of k.
///
/// P has T, m, n, k, batches, and for one of the batches, chosen by batch(at): a(i, k), b(k, j), store(i, j, sum, share). Blocks take
/// tiles across, down, and shares of k in batches; each as many as there are blocks for.
template <class P> __global__ void __launch_bounds__(256) productKernel(P product, int64_t shareLength, int64_t shares) {
  typedef typename P::T T;
  TM_SHARED(T, at, [kDepth][kTile + 1]);
  TM_SHARED(T, bt, [kDepth][kTile + 1]);
  const int tx = int(threadIdx.x % 16), ty = int(threadIdx.x / 16);
  const int64_t across = (product.n + kTile - 1) / kTile, down = (product.m + kTile - 1) / kTile;
  for (int64_t z = blockIdx.z; z < shares * product.batches; z += gridDim.z) {
    P p = product;
    p.batch(z / shares);
    const int64_t share = z % shares, first = share * shareLength, last = first + shareLength < p.k ? first + shareLength : p.k;
    for (int64_t y = blockIdx.y; y < down; y += gridDim.y) {
      for (int64_t x = blockIdx.x; x < across; x += gridDim.x) {
        const int64_t row0 = y * kTile, col0 = x * kTile;
        T sum[4][4] = {};
        for (int64_t k0 = first; k0 < last; k0 += kDepth) {
          for (int e = int(threadIdx.x); e < kTile * kDepth; e += 256) {
            const int i = P::kRowsFirst ? e % kTile : e / kDepth, ka = P::kRowsFirst ? e / kTile : e % kDepth;  // neighbours read neighbours
            at[ka][i] = row0 + i < p.m && k0 + ka < last ? p.a(row0 + i, k0 + ka) : T(0);
            const int j = P::kColumnsFirst ? e % kTile : e / kDepth, kb = P::kColumnsFirst ? e / kTile : e % kDepth;
            bt[kb][j] = col0 + j < p.n && k0 + kb < last ? p.b(k0 + kb, col0 + j) : T(0);
          }
          __syncthreads();
          if (row0 + ty < p.m && col0 + tx < p.n)
            for (int k = 0; k < kDepth; k++)
              for (int i = 0; i < 4; i++)
                for (int j = 0; j < 4; j++) sum[i][j] += at[k][ty + 16 * i] * bt[k][tx + 16 * j];
          __syncthreads();
        }
        for (int i = 0; i < 4; i++)
          for (int j = 0; j < 4; j++) {
            const int64_t row = row0 + ty + 16 * i, column = col0 + tx + 16 * j;
            if (row < p.m && column < p.n) p.store(row, column, sum[i][j], share);
          }
      }
    }
  }
}

/// Adds the shares [shares][batches][m][n] in order and stores the sums.
template <class P> __global__ void __launch_bounds__(256) sharesKernel(P p, int64_t batches, int64_t shares, const typename P::T *part) {
  const int64_t each = p.m * p.n;
  for (TM_EACH(e, batches * each)) {
    typename P::T sum = 0;
    for (int64_t s = 0; s < shares; s++) sum += part[s * batches * each + e];
    P one = p;
    one.batch(e / each);
    one.finish(e % each / p.n, e % p.n, sum);
  }
}

/// Runs a product over `batches`. Where the result is small and k long, k is cut into shares, whose sums are added in order.
template <class P> void runProduct(P p, int64_t batches, int slot) {
  typedef typename P::T T;
  if (p.m <= 0 || p.n <= 0 || batches <= 0) return;
  const int64_t across = (p.n + kTile - 1) / kTile, down = (p.m + kTile - 1) / kTile;
  const int64_t blocks = across * down * batches, wanted = 2 * int64_t(busyBlocks()) / 8;
  int64_t shares = blocks < wanted ? wanted / blocks : 1;
  const int64_t most = p.k / (8 * kDepth);
  if (shares > most) shares = most;
  if (shares < 1) shares = 1;
  int64_t length = (p.k + shares - 1) / shares;
  length = (length + kDepth - 1) / kDepth * kDepth;
  if (length < 1) length = 1;
  shares = p.k > 0 ? (p.k + length - 1) / length : 1;
  p.part = nullptr, p.batches = batches;
  if (shares > 1) {
    p.part = scratch<T>(slot, shares * batches * p.m * p.n);
    if (!p.part) return;
  }
  const auto most16 = [](int64_t blocks) { return unsigned(blocks < 65535 ? blocks : 65535); };  // down and deep there may be no more
  const dim3 grid(most16(across), most16(down), most16(shares * batches));
  launch(productKernel<P>, grid, kThreads, 0, p, length, shares);
  if (shares > 1) launchEach(sharesKernel<P>, batches * p.m * p.n, p, batches, shares, static_cast<const T *>(p.part));
}

}  // namespace gpu
