// Filling and copying: tensors of any dtype and layout.
#include "device.h"
#include "element.h"
#include "join.h"

namespace {

using gpu::Nest;

/// A dtype as it is stored, and what conversions of it start from.
template <int code> struct Stored;
#define STORED(code, type, wide, widened)                                     \
  template <> struct Stored<code> {                                           \
    typedef type T;                                                           \
    static __device__ inline wide load(T x) { return widened; }               \
  };
STORED(TM_UINT8, uint8_t, int64_t, x)
STORED(TM_INT8, int8_t, int64_t, x)
STORED(TM_INT16, int16_t, int64_t, x)
STORED(TM_INT32, int32_t, int64_t, x)
STORED(TM_INT64, int64_t, int64_t, x)
STORED(TM_FLOAT32, float, float, x)
STORED(TM_FLOAT64, double, double, x)
STORED(TM_BOOL, uint8_t, int64_t, x)
STORED(TM_FLOAT16, uint16_t, float, tm_f32_from_f16(x))
STORED(TM_BFLOAT16, uint16_t, float, tm_f32_from_bf16(x))
#undef STORED

#define STORE(suffix, wide)                                                             \
  __host__ __device__ inline void store(int to, void *r, int64_t at, wide x) {          \
    switch (to) {                                                                       \
      case TM_UINT8: static_cast<uint8_t *>(r)[at] = tm_u8_from_##suffix(x); break;     \
      case TM_INT8: static_cast<int8_t *>(r)[at] = tm_i8_from_##suffix(x); break;       \
      case TM_INT16: static_cast<int16_t *>(r)[at] = tm_i16_from_##suffix(x); break;    \
      case TM_INT32: static_cast<int32_t *>(r)[at] = tm_i32_from_##suffix(x); break;    \
      case TM_INT64: static_cast<int64_t *>(r)[at] = tm_i64_from_##suffix(x); break;    \
      case TM_FLOAT32: static_cast<float *>(r)[at] = tm_f32_from_##suffix(x); break;    \
      case TM_FLOAT64: static_cast<double *>(r)[at] = tm_f64_from_##suffix(x); break;   \
      case TM_BOOL: static_cast<uint8_t *>(r)[at] = tm_bool_from_##suffix(x); break;    \
      case TM_FLOAT16: static_cast<uint16_t *>(r)[at] = tm_f16_from_##suffix(x); break; \
      case TM_BFLOAT16: static_cast<uint16_t *>(r)[at] = tm_bf16_from_##suffix(x);      \
    }                                                                                   \
  }
STORE(i64, int64_t)
STORE(f32, float)
STORE(f64, double)
#undef STORE

template <int from> __global__ void __launch_bounds__(256) convertKernel(Nest<2> nest, int to, void *r, const void *x) {
  typedef typename Stored<from>::T T;
  for (TM_EACH(i, nest.n)) {
    int64_t at[2];
    locate(nest, i, at);
    store(to, r, at[0], Stored<from>::load(static_cast<const T *>(x)[at[1]]));
  }
}

/// Elements of one width, moved.
template <class T> __global__ void __launch_bounds__(256) moveKernel(Nest<2> nest, T *r, const T *x) {
  for (TM_EACH(i, nest.n)) {
    int64_t at[2];
    locate(nest, i, at);
    r[at[0]] = x[at[1]];
  }
}

template <class T> void move(const Nest<2> &nest, void *r, const void *x) {
  gpu::launchEach(moveKernel<T>, nest.n, nest, static_cast<T *>(r), static_cast<const T *>(x));
}

void moveAny(size_t width, const Nest<2> &nest, void *r, const void *x) {
  switch (width) {
    case 1: return move<uint8_t>(nest, r, x);
    case 2: return move<uint16_t>(nest, r, x);
    case 4: return move<uint32_t>(nest, r, x);
    case 8: return move<uint64_t>(nest, r, x);
  }
}

typedef void (*ConvertKernel)(Nest<2>, int, void *, const void *);
const ConvertKernel converters[TM_DTYPES] = {
    convertKernel<TM_UINT8>,   convertKernel<TM_INT8>,    convertKernel<TM_INT16>, convertKernel<TM_INT32>,   convertKernel<TM_INT64>,
    convertKernel<TM_FLOAT32>, convertKernel<TM_FLOAT64>, convertKernel<TM_BOOL>,  convertKernel<TM_FLOAT16>, convertKernel<TM_BFLOAT16>};

void copy(const tm_tensor t[2]) {
  const size_t width = tm_element_size(t[0].dtype);
  if (t[0].dtype != t[1].dtype) {
    const Nest<2> nest = gpu::nestOf<2>(t);
    gpu::launchEach(converters[t[1].dtype], nest.n, nest, t[0].dtype, t[0].data, t[1].data);
  } else if (tm_is_contiguous(&t[0]) && tm_is_contiguous(&t[1])) {
    gpu::keep(cudaMemcpyAsync(t[0].data, t[1].data, size_t(t[0].n) * width, cudaMemcpyDeviceToDevice, gpu::stream()));
  } else {
    moveAny(width, gpu::nestOf<2>(t), t[0].data, t[1].data);
  }
}

__global__ void __launch_bounds__(256) fillKernel(Nest<1> nest, int to, void *r, double value) {
  for (TM_EACH(i, nest.n)) {
    int64_t at[1];
    locate(nest, i, at);
    store(to, r, at[0], value);
  }
}

/// The elements lie in row-major order in the nest.
__global__ void __launch_bounds__(256) arangeKernel(Nest<1> nest, int to, void *r, double start, double step) {
  for (TM_EACH(i, nest.n)) {
    int64_t at[1];
    locate(nest, i, at);
    store(to, r, at[0], start + double(i) * step);
  }
}

}  // namespace

extern "C" {

int32_t tm_fill(tm_data *r, tm_frame *frame, double value) {
  tm_tensor t;
  TM_TRY(tm_read(&t, "fill", "r", frame, 0, r));
  if (t.n == 0) return TM_OK;
  gpu::launchEach(fillKernel, t.n, gpu::nestOf<1>(&t), t.dtype, t.data, value);
  return tm_done("fill");
}

int32_t tm_copy(tm_data *r, const tm_data *x, tm_frame *frame) {
  static const char *const names[] = {"r", "x"};
  const tm_data *const data[] = {r, x};
  tm_tensor t[2];
  TM_TRY(tm_read_pointwise(t, "copy", 2, names, frame, data));
  if (t[0].n == 0) return TM_OK;
  copy(t);
  return tm_done("copy");
}

int32_t tm_copy_n(int32_t dtype, double n, tm_data *r, double r_offset, double r_bytes, const tm_data *x, double x_offset, double x_bytes) {
  void *p[2];
  TM_TRY(tm_read_n(&p[0], "copy", "r", dtype, n, r, r_offset, r_bytes));
  TM_TRY(tm_read_n(&p[1], "copy", "x", dtype, n, x, x_offset, x_bytes));
  if (n == 0 || p[0] == p[1]) return TM_OK;
  const size_t bytes = size_t(n) * tm_element_size(dtype);
  const char *to = static_cast<char *>(p[0]), *from = static_cast<char *>(p[1]);
  if (to < from + bytes && from < to + bytes) {  // parts of one storage that meet
    void *between = gpu::scratch(0, bytes);
    if (between) gpu::keep(cudaMemcpyAsync(between, from, bytes, cudaMemcpyDeviceToDevice, gpu::stream()));
    if (between) gpu::keep(cudaMemcpyAsync(p[0], between, bytes, cudaMemcpyDeviceToDevice, gpu::stream()));
  } else {
    gpu::keep(cudaMemcpyAsync(p[0], from, bytes, cudaMemcpyDeviceToDevice, gpu::stream()));
  }
  return tm_done("copy");
}

int32_t tm_join(tm_data *r, const tm_data *x0, const tm_data *x1, const tm_data *x2, const tm_data *x3, const tm_data *x4,
                const tm_data *x5, const tm_data *x6, const tm_data *x7, tm_frame *frame, int32_t parts, int32_t dim) {
  const tm_data *const x[TM_PARTS] = {x0, x1, x2, x3, x4, x5, x6, x7};
  tm_tensor whole, part[TM_PARTS];
  TM_TRY(tm_read_join(&whole, part, r, x, frame, parts, dim));
  char *to = static_cast<char *>(whole.data);
  for (int k = 0; k < parts; k++) {
    if (part[k].n == 0) continue;
    tm_tensor pair[2] = {whole, part[k]};
    pair[0].data = to, pair[0].n = part[k].n, pair[0].size[dim] = part[k].size[dim];
    copy(pair);
    to += part[k].size[dim] * whole.stride[dim] * int64_t(tm_element_size(whole.dtype));
  }
  return tm_done("cat");
}

int32_t tm_arange(tm_data *r, tm_frame *frame, double start, double step) {
  tm_tensor t;
  TM_TRY(tm_read(&t, "arange", "r", frame, 0, r));
  if (t.n == 0) return TM_OK;
  gpu::launchEach(arangeKernel, t.n, gpu::nestInOrder<1>(&t), t.dtype, t.data, start, step);
  return tm_done("arange");
}

}  // extern "C"
