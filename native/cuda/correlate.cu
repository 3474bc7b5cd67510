// Sliding products of raw tensors: a thread an element of the result. Integers wrap around.
#include "correlation.h"

#include <type_traits>

#include "device.h"

namespace {

template <class T, class W>
__global__ void __launch_bounds__(256) correlateKernel(tm_correlation p, int64_t n, T *r, const T *x, const T *kernel) {
  const int64_t xn = p.x[0] * p.x[1] * p.x[2], kn = p.k[0] * p.k[1] * p.k[2];
  for (TM_EACH(o, n)) {
    const int64_t w = o % p.r[2], h = o / p.r[2] % p.r[1], d = o / (p.r[2] * p.r[1]) % p.r[0], q = o / (p.r[2] * p.r[1] * p.r[0]);
    W sum = 0;
    for (int64_t map = 0; map < p.maps; map++) {
      const T *from = x + (p.slicewise ? q : map) * xn, *weights = kernel + (q * p.maps + map) * kn;
      for (int64_t a = 0; a < p.k[0]; a++) {
        const int64_t xd = p.full ? d - (p.k[0] - 1) + a : d + a;
        if (xd < 0 || xd >= p.x[0]) continue;
        for (int64_t b = 0; b < p.k[1]; b++) {
          const int64_t xh = p.full ? h - (p.k[1] - 1) + b : h + b;
          if (xh < 0 || xh >= p.x[1]) continue;
          for (int64_t c = 0; c < p.k[2]; c++) {
            const int64_t xw = p.full ? w - (p.k[2] - 1) + c : w + c, at = (a * p.k[1] + b) * p.k[2] + c;
            if (xw >= 0 && xw < p.x[2]) sum += W(weights[p.flip ? kn - 1 - at : at]) * W(from[(xd * p.x[1] + xh) * p.x[2] + xw]);
          }
        }
      }
    }
    r[o] = T(sum);
  }
}

template <class T> void correlate(const tm_correlation &p, const tm_tensor t[3]) {
  typedef std::conditional_t<std::is_integral_v<T>, uint64_t, T> W;
  gpu::launchEach(correlateKernel<T, W>, t[0].n, p, t[0].n, static_cast<T *>(t[0].data), static_cast<const T *>(t[1].data),
                  static_cast<const T *>(t[2].data));
}

}  // namespace

extern "C" int32_t tm_correlate(tm_data *r, const tm_data *x, const tm_data *kernel, tm_frame *frame, int32_t full, int32_t flip,
                                int32_t slicewise) {
  tm_correlation p;
  tm_tensor t[3];
  TM_TRY(tm_read_correlate(&p, t, r, x, kernel, frame, full, flip, slicewise));
  switch (t[0].dtype) {
    case TM_UINT8: correlate<uint8_t>(p, t); break;
    case TM_INT8: correlate<int8_t>(p, t); break;
    case TM_INT16: correlate<int16_t>(p, t); break;
    case TM_INT32: correlate<int32_t>(p, t); break;
    case TM_INT64: correlate<int64_t>(p, t); break;
    case TM_FLOAT32: correlate<float>(p, t); break;
    case TM_FLOAT64: correlate<double>(p, t);
  }
  return tm_done("xcorr");
}
