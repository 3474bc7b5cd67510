// Looking for divisors that are 0: see divisors.h.
#include "divisors.h"

namespace {

template <class T> __global__ void __launch_bounds__(256) zeroKernel(gpu::Nest<1> nest, const T *x, gpu::Complaint *c, const char *caller, const char *text) {
  for (TM_EACH(i, nest.n)) {
    int64_t at[1];
    locate(nest, i, at);
    if (x[at[0]] == 0) complain(c, caller, text, 0, i, 0);
  }
}

template <class T> void look(const char *caller, const char *text, const gpu::Nest<1> &nest, const void *x) {
  gpu::launchEach(zeroKernel<T>, nest.n, nest, static_cast<const T *>(x), gpu::complaint(), caller, text);
}

}  // namespace

void gpu::complainOfZero(const char *caller, char name, int dtype, int64_t n, const Nest<1> *nest, const void *x) {
#define OF(name) {TEXT(name, "uint8"), TEXT(name, "int8"), TEXT(name, "int16"), TEXT(name, "int32"), TEXT(name, "int64")}
#define TEXT(name, dtype) name " must not hold 0 for " dtype " but does at position %2$lld"
  static const char *const texts[3][5] = {OF("x"), OF("y"), OF("z")};
#undef TEXT
#undef OF
  if (dtype > TM_INT64) return;
  const char *text = texts[name - 'x'][dtype];
  Nest<1> row = {};
  row.n = n, row.dims = 1, row.size[0] = n, row.stride[0][0] = 1;
  if (nest) row = *nest;
  switch (dtype) {
    case TM_UINT8: return look<uint8_t>(caller, text, row, x);
    case TM_INT8: return look<int8_t>(caller, text, row, x);
    case TM_INT16: return look<int16_t>(caller, text, row, x);
    case TM_INT32: return look<int32_t>(caller, text, row, x);
    case TM_INT64: return look<int64_t>(caller, text, row, x);
  }
}
