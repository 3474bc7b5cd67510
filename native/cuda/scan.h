// Running sums and products within a block.
#pragma once
#include "device.h"

namespace gpu {

template <class W> __device__ inline W joined(bool product, W s, W t) { return product ? s * t : s + t; }

/// What comes before the thread's value in its block, and in *whole all of it; `shared` holds a number for each warp.
template <class W> __device__ inline W scanBlock(bool product, W v, W *shared, W *whole) {
  const unsigned lane = threadIdx.x % 32, warp = threadIdx.x / 32;
  const W none = W(product);
  W s = v;
  for (unsigned d = 1; d < 32; d *= 2) {
    const W before = W(__shfl_up_sync(0xffffffffu, s, d));
    if (lane >= d) s = joined(product, before, s);
  }
  W own = W(__shfl_up_sync(0xffffffffu, s, 1));
  if (lane == 0) own = none;
  __syncthreads();  // an earlier call has read `shared`
  if (lane == 31) shared[warp] = s;
  __syncthreads();
  W before = none, all = none;
  for (unsigned k = 0; k < 8; k++) {
    if (k == warp) before = all;
    all = joined(product, all, shared[k]);
  }
  *whole = all;
  return joined(product, before, own);
}

}  // namespace gpu
