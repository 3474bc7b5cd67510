// Dropout: the numbers of the CPU's kernel.
#include "both.h"
#include "philox.h"

namespace {

template <class T>
__global__ void __launch_bounds__(256) dropoutKernel(int64_t n, T *y, T *mask, const T *x, gpu::Key key, uint32_t limit, T keep) {
  for (TM_EACH(block, (n + 3) / 4)) {
    const gpu::Random4 random = gpu::philox(uint64_t(block), key);
    for (int k = 0; k < 4 && block * 4 + k < n; k++) {
      const T factor = random.v[k] < limit ? T(0) : keep;
      mask[block * 4 + k] = factor;
      y[block * 4 + k] = x[block * 4 + k] * factor;
    }
  }
}

template <class T> void dropout(int64_t n, void *y, void *mask, const void *x, uint32_t key0, uint32_t key1, double p, double keep) {
  const uint32_t limit = p < 1 ? uint32_t(p * 4294967296.0) : 0;
  gpu::launchEach(dropoutKernel<T>, (n + 3) / 4, n, static_cast<T *>(y), static_cast<T *>(mask), static_cast<const T *>(x), gpu::Key{key0, key1, gpu::turn()}, limit,
                  T(p < 1 ? keep : 0));
}

}  // namespace

BOTH(void, dropout, (int64_t n, void *y, void *mask, const void *x, uint32_t key0, uint32_t key1, double p, double keep),
     (n, y, mask, x, key0, key1, p, keep))
