// What the families of the CUDA library share: the current device and stream, launches and their failures, scratch memory.
#pragma once
#include "core.h"
#include "nest.h"
#include "operands.h"
#include "taimatsu_cuda.h"
#include "tm_cuda.h"

namespace gpu {

/// The calling thread's stream on its device.
cudaStream_t stream();
/// Makes a stream the calling thread's on a device; null is the default one.
void useStream(int device, cudaStream_t stream);
/// Whether the calling thread's work is being recorded for a graph: then nothing may be allocated, freed or waited for.
bool capturing();
void setCapturing(bool now);
/// While a graph is recorded, where its launches are counted; null outside.
const uint32_t *turn();
/// Makes a device the calling thread's, on which it then allocates and launches.
cudaError_t useDevice(int device);
/// The calling thread's device, 0 before it has one; there are fewer than kDevices.
enum { kDevices = 16 };
int currentDevice();
/// Reports a failure of the runtime; a device that lost its context says so from then on.
int32_t fail(const char *caller, cudaError_t error);
/// Keeps the first failure of the calling thread's launches until tm_done asks for it.
void keep(cudaError_t error);
/// The same for the status of a library of NVIDIA's, 0 if all is well.
void keepStatus(const char *library, int status);

/// Device memory of the calling thread for intermediate results, kept between calls; one live block per slot. Null, and the failure
/// kept, if there is none.
enum { kBlasSlot = 6, kCudnnSlot, kSlots };
void *scratch(int slot, size_t bytes);
template <class T> T *scratch(int slot, int64_t n) { return static_cast<T *>(scratch(slot, size_t(n) * sizeof(T))); }
/// Lets what the calling thread queues next wait for the work of another stream of its that uses the same scratch memory.
void claimScratch();
/// Frees the storages that were given back while a graph was recorded.
void freeWaiting();
/// Waits for the stream and copies to the host.
cudaError_t fetch(void *to, const void *from, size_t bytes);

// ---- launches ----

enum { kThreads = 256 };
/// Multiprocessors of the current device times 8: blocks that keep it busy.
unsigned busyBlocks();
/// Blocks of kThreads for a loop over n elements in which each thread takes every element that is its own.
inline unsigned blocksFor(int64_t n) {
  const int64_t blocks = (n + kThreads - 1) / kThreads, most = busyBlocks();
  return unsigned(blocks < 1 ? 1 : blocks < most ? blocks : most);
}
/// Launches a kernel on the calling thread's stream; a failure is kept for tm_done.
template <class... P, class... A> void launch(void (*kernel)(P...), dim3 grid, dim3 block, size_t dynamic, A... a) {
  keep(tm_launch(kernel, grid, block, dynamic, stream(), a...));
}
/// Launches a kernel whose threads share n elements by TM_EACH.
template <class... P, class... A> void launchEach(void (*kernel)(P...), int64_t n, A... a) {
  if (n > 0) launch(kernel, blocksFor(n), kThreads, 0, a...);
}
/// for (TM_EACH(i, n)): the elements of [0, n) that are this thread's.
#define TM_EACH(i, n) int64_t i = blockIdx.x * int64_t(blockDim.x) + threadIdx.x; i < (n); i += int64_t(gridDim.x) * blockDim.x

/// Elements that are loaded and stored together, 16 bytes.
template <class T> struct alignas(16) Pack {
  static constexpr int kSize = 16 / sizeof(T);
  T v[kSize];
};
inline bool aligned(const void *p) { return (reinterpret_cast<uintptr_t>(p) & 15) == 0; }

// ---- loops over tensors of any layout ----

/// A nest of loops (nest.h) for K operands as kernels take it; strides count elements.
template <int K> struct Nest {
  int64_t n;
  int dims;
  int64_t size[TM_MAX_DIMS], stride[K][TM_MAX_DIMS];
};
template <int K> Nest<K> nestFrom(const tm_iter &it) {
  Nest<K> nest = {};
  nest.n = it.n, nest.dims = it.dims;
  for (int d = 0; d < it.dims; d++) {
    nest.size[d] = it.size[d];
    for (int k = 0; k < K; k++) nest.stride[k][d] = it.stride[k][d];
  }
  return nest;
}
/// The loops in the order in which memory is read fastest.
template <int K> Nest<K> nestOf(const tm_tensor t[]) {
  tm_iter it;
  tm_sorted_iter(&it, K, t);
  return nestFrom<K>(it);
}
/// The loops in the order of the dimensions.
template <int K> Nest<K> nestInOrder(const tm_tensor t[]) {
  const tm_tensor *tensors[K];
  for (int k = 0; k < K; k++) tensors[k] = &t[k];
  tm_iter it;
  tm_iter_init(&it, K, tensors);
  return nestFrom<K>(it);
}
/// Leaves where element i of the nest lies in each operand.
template <int K> __device__ inline void locate(const Nest<K> &nest, int64_t i, int64_t (&at)[K]) {
  for (int k = 0; k < K; k++) at[k] = 0;
  if (nest.n <= 0x7fffffff) {  // 32-bit division is many times faster
    unsigned rest = unsigned(i);
    for (int d = nest.dims - 1; d >= 0; d--) {
      const unsigned size = unsigned(nest.size[d]), next = rest / size, index = rest - next * size;
      for (int k = 0; k < K; k++) at[k] += int64_t(index) * nest.stride[k][d];
      rest = next;
    }
    return;
  }
  for (int d = nest.dims - 1; d >= 0; d--) {
    const int64_t next = i / nest.size[d], index = i - next * nest.size[d];
    for (int k = 0; k < K; k++) at[k] += index * nest.stride[k][d];
    i = next;
  }
}

// ---- data that is out of range ----

/// What the first offending thread leaves for the host; in memory that both see. The texts are the host's.
struct Complaint {
  int claimed;
  const char *caller, *text;
  int64_t value, position, bound;
};
/// The calling thread's record on the current device, for kernels that look at data.
Complaint *complaint();
/// Notes that `value` at `position` is not below `bound`; the first of all is kept. The text has %lld for value, position, bound
/// and bound - 1.
__device__ inline void complain(Complaint *c, const char *caller, const char *text, int64_t value, int64_t position, int64_t bound) {
  if (atomicCAS(&c->claimed, 0, 1) != 0) return;
  c->caller = caller, c->text = text, c->value = value, c->position = position, c->bound = bound;
}

}  // namespace gpu
