// Matrix products by cuBLAS: see cublas.h. Its few functions are declared by hand, as its headers may not be there; a product with a
// known result tells whether they are what they should be.
#include "cublas.h"

#include <atomic>
#include <cstdio>
#include <string>

#include "device.h"
#include "found_library.h"

namespace {

enum { kNone = 0, kTransposed = 1 };            // cublasOperation_t
enum { kMathDefault = 0, kMathTf32 = 3 };       // cublasMath_t
enum { kWorkspace = 32 << 20 };                 // bytes of scratch, what cuBLAS asks for on its largest devices

template <class T>
using Gemm = int (*)(void *, int opA, int opB, int m, int n, int k, const T *alpha, const T *a, int lda, long long stepA, const T *b,
                     int ldb, long long stepB, const T *beta, T *c, int ldc, long long stepC, int batches);

/// The library, once it was looked for.
struct Library {
  bool usable = false;
  char description[1024] = "";
  int (*create)(void **);
  int (*destroy)(void *) = nullptr;
  int (*setStream)(void *, void *);
  int (*setMathMode)(void *, int);
  int (*setWorkspace)(void *, void *, size_t);
  int (*getVersion)(void *, int *);
  Gemm<float> sgemm;
  Gemm<double> dgemm;
};

std::atomic<bool> tf32Allowed{false};
const gpu::WantedLibrary kWanted = {{"libcublas.so.13", "libcublas.so.12"}, {"cu13", "cublas"}, "libcublas", "libcublasLt"};

/// Whether c = a b of 2 x 3 and 3 x 2 is what it should be.
bool multiplies(const Library &l, void *handle) {
  const float numbers[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 0, 0, 0}, one = 1, zero = 0;
  float found[4] = {};
  float *there = nullptr;
  if (cudaMallocAsync((void **)&there, sizeof numbers, gpu::stream())) return cudaGetLastError(), false;
  bool good = !cudaMemcpyAsync(there, numbers, sizeof numbers, cudaMemcpyHostToDevice, gpu::stream());
  good = good && l.setStream(handle, gpu::stream()) == 0 &&
         l.sgemm(handle, kNone, kNone, 2, 2, 3, &one, there + 6, 2, 0, there, 3, 0, &zero, there + 12, 2, 0, 1) == 0;
  good = good && !gpu::fetch(found, there + 12, sizeof found);
  cudaFreeAsync(there, gpu::stream());
  return good && found[0] == 58 && found[1] == 64 && found[2] == 139 && found[3] == 154;
}

Library load() {
  Library l;
  std::string path;
  void *library = gpu::findLibrary(kWanted, &path), *handle = nullptr;
  const auto bind = [&](const char *name, auto &to) { return gpu::bindFunction(library, name, to); };
  const auto say = [&](const char *format, const char *a, int b = 0) { std::snprintf(l.description, sizeof l.description, format, a, b); };
  if (!library) {
    say("the library's own kernels: there is no libcublas.so.13 or libcublas.so.12 in %s (pip install nvidia-cublas)",
        gpu::whereLibrariesAre());
  } else if (!(bind("cublasCreate_v2", l.create) && bind("cublasDestroy_v2", l.destroy) && bind("cublasSetStream_v2", l.setStream) &&
               bind("cublasSetMathMode", l.setMathMode) && bind("cublasSetWorkspace_v2", l.setWorkspace) &&
               bind("cublasGetVersion_v2", l.getVersion) && bind("cublasSgemmStridedBatched", l.sgemm) &&
               bind("cublasDgemmStridedBatched", l.dgemm))) {
    say("the library's own kernels: %s lacks a function", path.c_str());
  } else if (const int status = l.create(&handle)) {
    say("the library's own kernels: %s did not start, with status %d", path.c_str(), status);
  } else if (!multiplies(l, handle)) {
    say("the library's own kernels: %s gave a wrong product", path.c_str());
  } else {
    int version = 0;
    l.getVersion(handle, &version);
    l.usable = true;
    say("%s, version %d", path.c_str(), version);
  }
  if (handle && l.destroy) l.destroy(handle);  // each thread makes its own
  return l;
}

const Library *library() { return gpu::loadedOnce(load); }

/// cuBLAS for the calling thread on its device, with what was set last.
struct Handle {
  void *handle = nullptr, *stream = nullptr, *workspace = nullptr;
  bool failed = false, tf32 = false;
};

/// The calling thread's on its device, working on its stream; null if it cannot be had.
void *ready(const Library &l) {
  thread_local Handle *all = nullptr;
  if (!all) all = new Handle[gpu::kDevices];
  Handle &h = all[gpu::currentDevice()];
  if (h.failed || (!h.handle && gpu::capturing())) return nullptr;
  const bool created = !h.handle;
  if (created && l.create(&h.handle)) return h.failed = true, nullptr;
  const bool streams = created || h.stream != gpu::stream();
  if (streams && l.setStream(h.handle, gpu::stream())) return h.failed = true, nullptr;
  h.stream = gpu::stream();
  void *workspace = gpu::scratch(gpu::kBlasSlot, kWorkspace);
  if (!workspace) return nullptr;
  // A stream takes the workspace away again.
  if ((streams || workspace != h.workspace) && l.setWorkspace(h.handle, workspace, kWorkspace)) return h.failed = true, nullptr;
  h.workspace = workspace;
  const bool tf32 = gpu::tf32();
  if ((created || tf32 != h.tf32) && l.setMathMode(h.handle, tf32 ? kMathTf32 : kMathDefault)) return h.failed = true, nullptr;
  h.tf32 = tf32;
  return h.handle;
}

tm_matrix transposed(const tm_matrix &m) { return {m.data, m.columns, m.rows, m.column_stride, m.row_stride}; }

/// How cuBLAS, which counts down the columns, reads a matrix that is stored by rows: its transpose. -1 if neither stride is 1.
int operation(const tm_matrix &m, int64_t *leading) {
  if (m.column_stride == 1 || m.columns == 1) {
    *leading = m.rows == 1 ? m.columns : m.row_stride;
    if (*leading >= m.columns) return kNone;
  }
  if (m.row_stride == 1 || m.rows == 1) {
    *leading = m.columns == 1 ? m.rows : m.column_stride;
    if (*leading >= m.rows) return kTransposed;
  }
  return -1;
}

template <class T>
bool product(const Library &l, Gemm<T> gemm, const tm_matrix &r, const tm_matrix &a, const tm_matrix &b, const gpu::Steps &s, T beta, T alpha) {
  int64_t lda = 0, ldb = 0, ldr = 0;
  const int opA = operation(a, &lda), opB = operation(b, &ldb), opR = operation(r, &ldr);
  const int64_t numbers[] = {r.rows, r.columns, a.columns, lda, ldb, ldr, s.batches};
  for (int64_t number : numbers)
    if (number > INT32_MAX) return false;
  if (opA < 0 || opB < 0 || opR != kNone || a.columns == 0) return false;
  void *handle = ready(l);
  if (!handle) return false;
  // r = a b stored by rows is rᵀ = bᵀ aᵀ stored by columns.
  gpu::keepStatus("cuBLAS", gemm(handle, opB, opA, int(r.columns), int(r.rows), int(a.columns), &alpha, (const T *)b.data, int(ldb), s.b,
                                 (const T *)a.data, int(lda), s.a, &beta, (T *)r.data, int(ldr), s.r, int(s.batches)));
  return true;
}

}  // namespace

bool gpu::tf32() { return tf32Allowed; }

bool gpu::blasProduct(int dtype, const tm_matrix &r, const tm_matrix &a, const tm_matrix &b, const Steps &s, double beta, double alpha) {
  if (r.rows <= 0 || r.columns <= 0 || s.batches <= 0) return false;
  const Library *l = library();
  if (!l || !l->usable) return false;
  int64_t leading = 0;
  if (operation(r, &leading) == kTransposed) return blasProduct(dtype, transposed(r), transposed(b), transposed(a), {s.batches, s.r, s.b, s.a}, beta, alpha);
  return dtype == TM_FLOAT32 ? product(*l, l->sgemm, r, a, b, s, float(beta), float(alpha))
                             : product(*l, l->dgemm, r, a, b, s, beta, alpha);
}

extern "C" {

int32_t tm_allow_tf32(int32_t allowed) { return tf32Allowed = allowed != 0, TM_OK; }

int32_t tm_blas_description(int32_t device, tm_bytes *text, int32_t capacity) {
  TM_TRY(tm_use_device("describe", device));
  const Library *l = library();
  return tm_give_text(l ? l->description : "not known while a graph is recorded", text, capacity);
}

}  // extern "C"
