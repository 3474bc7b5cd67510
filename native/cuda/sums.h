// Sums over the threads of a warp and a block, always in the same order.
#pragma once
#include "tm_cuda.h"

namespace gpu {

enum { kWarp = 32 };

template <class T> __device__ inline T warpSum(T v) {
  for (int d = 16; d; d >>= 1) v += __shfl_xor_sync(0xffffffffu, v, d);
  return v;
}

/// The sum over a block of whole warps, for every thread. The block must call it together.
template <class T> __device__ inline T blockSum(T v) {
  TM_SHARED(T, partial, [32]);
  const unsigned lane = threadIdx.x % kWarp, warp = threadIdx.x / kWarp, warps = blockDim.x / kWarp;
  v = warpSum(v);
  __syncthreads();  // an earlier call has read `partial`
  if (lane == 0) partial[warp] = v;
  __syncthreads();
  return warpSum(lane < warps ? partial[lane] : T(0));
}

/// The largest of a block of whole warps, for every thread; NaN loses.
template <class T> __device__ inline T blockMax(T v) {
  TM_SHARED(T, partial, [32]);
  const unsigned lane = threadIdx.x % kWarp, warp = threadIdx.x / kWarp, warps = blockDim.x / kWarp;
  for (int d = 16; d; d >>= 1) {
    const T other = __shfl_xor_sync(0xffffffffu, v, d);
    v = other > v ? other : v;
  }
  __syncthreads();
  if (lane == 0) partial[warp] = v;
  __syncthreads();
  v = partial[lane < warps ? lane : 0];
  for (int d = 16; d; d >>= 1) {
    const T other = __shfl_xor_sync(0xffffffffu, v, d);
    v = other > v ? other : v;
  }
  return v;
}

/// Blocks of 256 threads of which each takes every so many of n rows.
inline unsigned blocksForRows(int64_t n, unsigned busy) { return unsigned(n < 1 ? 1 : n < int64_t(busy) ? n : busy); }

}  // namespace gpu
