// Elements by their positions along a dimension: gathering, scattering. An index outside is complained of and its element left out.
#include "device.h"
#include "positions.h"

#include <type_traits>

namespace {

using gpu::Nest;

const char kText[] = "index must be from -%3$lld to %4$lld but is %1$lld at position %2$lld";

/// The position that an index means, -1 if it is outside.
__device__ inline int64_t positionOf(int64_t index, int64_t size) { return index < -size || index >= size ? -1 : index < 0 ? index + size : index; }

/// Integers wrap around.
template <class T> __device__ inline T plus(T a, T b) {
  if constexpr (std::is_integral_v<T>) return T(uint64_t(a) + uint64_t(b));
  else return a + b;
}

/// Operands r, x without its steps along the dimension, index.
template <class T>
__global__ void __launch_bounds__(256) gatherKernel(Nest<3> nest, T *r, const T *x, const int64_t *index, int64_t step, int64_t size,
                                                    gpu::Complaint *c, const char *text) {
  for (TM_EACH(i, nest.n)) {
    int64_t at[3];
    locate(nest, i, at);
    const int64_t wanted = index[at[2]], position = positionOf(wanted, size);
    if (position < 0) complain(c, "gather", text, wanted, at[2], size);
    else r[at[0]] = x[at[1] + position * step];
  }
}

/// Operands index, r, x with size 1 along the dimension: a thread a line, so that the order of its entries is kept.
template <class T, bool adds>
__global__ void __launch_bounds__(256) scatterKernel(Nest<3> nest, int64_t entries, const int64_t *index, int64_t indexStep, T *r, int64_t step,
                                                     int64_t size, const T *x, int64_t xStep, gpu::Complaint *c, const char *name, const char *text) {
  for (TM_EACH(i, nest.n)) {
    int64_t at[3];
    locate(nest, i, at);
    for (int64_t k = 0; k < entries; k++) {
      const int64_t wanted = index[at[0] + k * indexStep], position = positionOf(wanted, size);
      if (position < 0) {
        complain(c, name, text, wanted, at[0] + k * indexStep, size);
        continue;
      }
      T *to = r + at[1] + position * step;
      const T value = x[at[2] + k * xStep];
      if constexpr (adds) *to = plus(*to, value);
      else *to = value;
    }
  }
}

template <class T> void gather(const tm_tensor t[], const Nest<3> &nest, int64_t step, int64_t size) {
  gpu::launchEach(gatherKernel<T>, nest.n, nest, static_cast<T *>(t[0].data), static_cast<const T *>(t[1].data),
                  static_cast<const int64_t *>(t[2].data), step, size, gpu::complaint(), kText);
}

template <class T, bool adds> void scatter(const char *name, const tm_tensor t[], int32_t dim) {
  tm_tensor line[3] = {t[0], t[1], t[2]};
  const int64_t entries = t[0].size[dim];
  for (tm_tensor &one : line) {
    for (int d = 0; d < one.dims; d++) one.size[d] = t[0].size[d];  // as far as index reaches
    one.n = t[0].n / entries, one.size[dim] = 1;
  }
  gpu::launchEach(scatterKernel<T, adds>, line[0].n, gpu::nestOf<3>(line), entries, static_cast<const int64_t *>(t[0].data), t[0].stride[dim],
                  static_cast<T *>(t[1].data), t[1].stride[dim], t[1].size[dim], static_cast<const T *>(t[2].data), t[2].stride[dim],
                  gpu::complaint(), name, kText);
}

}  // namespace

extern "C" {

int32_t tm_gather(tm_data *r, const tm_data *x, const tm_data *index, tm_frame *frame, int32_t dim) {
  tm_tensor t[3];
  TM_TRY(tm_read_gather(t, r, x, index, frame, dim));
  if (t[0].n == 0) return TM_OK;
  const int64_t step = t[1].stride[dim], size = t[1].size[dim];
  t[1].stride[dim] = 0;  // the position along it comes from index
  for (int d = 0; d < t[1].dims; d++) t[1].size[d] = t[0].size[d];
  t[1].n = t[0].n;
  const Nest<3> nest = gpu::nestOf<3>(t);
  switch (tm_element_size(t[0].dtype)) {
    case 1: gather<uint8_t>(t, nest, step, size); break;
    case 2: gather<uint16_t>(t, nest, step, size); break;
    case 4: gather<uint32_t>(t, nest, step, size); break;
    case 8: gather<uint64_t>(t, nest, step, size);
  }
  return tm_done("gather");
}

int32_t tm_scatter(tm_data *r, const tm_data *x, const tm_data *index, tm_frame *frame, int32_t dim, int32_t add) {
  const char *name = add ? "scatterAdd" : "scatter";
  tm_tensor t[3];
  TM_TRY(tm_read_scatter(t, name, r, x, index, frame, dim));
  if (add && t[1].dtype > TM_FLOAT64) return tm_fail_dtype(name, t[1].dtype);
  if (t[0].n == 0) return TM_OK;
  if (add) {
    switch (t[1].dtype) {
      case TM_UINT8: scatter<uint8_t, true>(name, t, dim); break;
      case TM_INT8: scatter<int8_t, true>(name, t, dim); break;
      case TM_INT16: scatter<int16_t, true>(name, t, dim); break;
      case TM_INT32: scatter<int32_t, true>(name, t, dim); break;
      case TM_INT64: scatter<int64_t, true>(name, t, dim); break;
      case TM_FLOAT32: scatter<float, true>(name, t, dim); break;
      case TM_FLOAT64: scatter<double, true>(name, t, dim);
    }
  } else {
    switch (tm_element_size(t[1].dtype)) {
      case 1: scatter<uint8_t, false>(name, t, dim); break;
      case 2: scatter<uint16_t, false>(name, t, dim); break;
      case 4: scatter<uint32_t, false>(name, t, dim); break;
      case 8: scatter<uint64_t, false>(name, t, dim);
    }
  }
  return tm_done(name);
}

}  // extern "C"
