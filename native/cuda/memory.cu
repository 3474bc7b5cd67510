// The memory of storages: the driver's stream-ordered pool of each device.
#include <atomic>
#include <cstring>
#include <map>
#include <mutex>
#include <vector>

#include "device.h"
#include "handle.h"

namespace {

struct Count {
  std::atomic<int64_t> bytes{0}, most{0}, storages{0};
};
Count counts[64];

void count(int device, int64_t bytes) {
  Count &c = counts[device];
  c.storages += bytes > 0 ? 1 : -1;
  const int64_t now = c.bytes += bytes;
  int64_t most = c.most;
  while (now > most && !c.most.compare_exchange_weak(most, now)) continue;
}

thread_local std::vector<tm_handle> waiting;  // freed while a graph was recorded

const double kMiB = 1024 * 1024;

/// Says what was asked for, what there is, and what may help.
int32_t outOfMemory(int device, double bytes) {
  size_t free = 0, all = 0;
  cudaGetLastError();
  cudaMemGetInfo(&free, &all);
  cudaGetLastError();
  const Count &c = counts[device];
  return tm_fail(TM_OUT_OF_MEMORY,
                 "Cannot make a tensor: %.1f MiB were asked for on cuda:%d, where %.1f of %.1f MiB are free and %lld tensors hold %.1f MiB; "
                 "dispose tensors with using or tidy(), or let the event loop run (await cuda.collect()), so that unreachable ones are freed",
                 bytes / kMiB, device, double(free) / kMiB, double(all) / kMiB, (long long)c.storages, double(c.bytes) / kMiB);
}

cudaError_t trim(int device) {
  cudaMemPool_t pool;
  cudaError_t e = cudaDeviceGetDefaultMemPool(&pool, device);
  return e ? e : cudaMemPoolTrimTo(pool, 0);
}

struct Pinned {
  size_t bytes;
  uint32_t users;  // bit i: copies of it were queued on device i
};
std::map<const char *, Pinned> pinned;
std::mutex pinnedLock;

/// Returns whether memory of the host is pinned; a device that will use it later is noted, -1 for none.
bool isPinned(const void *memory, int device) {
  const char *p = static_cast<const char *>(memory);
  std::lock_guard<std::mutex> lock(pinnedLock);
  auto next = pinned.upper_bound(p);
  if (next == pinned.begin()) return false;
  Pinned &found = (--next)->second;
  if (p >= next->first + found.bytes) return false;
  if (device >= 0) found.users |= 1u << device;
  return true;
}

int32_t read(const tm_handle **h, const char *caller, const tm_bytes *handle, double offset, double bytes, const void *host) {
  *h = static_cast<const tm_handle *>(handle);
  if (!handle || (*h)->mark != TM_HANDLE_MARK) return tm_fail(TM_DETACHED, "Cannot run %s: the storage is detached", caller);
  if (!(offset >= 0 && bytes >= 0 && offset + bytes <= double((*h)->bytes)))
    return tm_fail(TM_OUT_OF_BOUNDS, "Cannot run %s: bytes %g to %g lie outside a storage of %g", caller, offset, offset + bytes, double((*h)->bytes));
  if (bytes > 0 && !host) return tm_fail(TM_DETACHED, "Cannot run %s: the buffer on the host is detached", caller);
  return tm_use_device(caller, (*h)->device);
}

}  // namespace

extern "C" {

int32_t tm_alloc(tm_bytes *handle, int32_t device, double bytes, int32_t zeroed) {
  static const char name[] = "a tensor's allocation";
  if (!handle) return tm_fail(TM_DETACHED, "Cannot run %s: the handle is detached", name);
  if (!(bytes >= 0 && bytes < TM_EXTENT_UNIT)) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %g bytes cannot be had", name, bytes);
  TM_TRY(tm_use_device(name, device));
  TM_TRY(tm_done(name));
  tm_handle h = {};
  h.device = device, h.mark = TM_HANDLE_MARK, h.bytes = uint64_t(bytes);
  const size_t size = h.bytes > 0 ? h.bytes : 1;
  if (gpu::capturing()) return gpu::fail(name, cudaErrorStreamCaptureUnsupported);
  cudaError_t e = cudaMallocAsync(&h.address, size, gpu::stream());
  if (e == cudaErrorMemoryAllocation) {  // what was freed may still wait for work that is queued
    cudaGetLastError();
    if (cudaDeviceSynchronize() == cudaSuccess && trim(device) == cudaSuccess) e = cudaMallocAsync(&h.address, size, gpu::stream());
    if (e == cudaErrorMemoryAllocation) return outOfMemory(device, bytes);
  }
  if (!e && zeroed) e = cudaMemsetAsync(h.address, 0, size, gpu::stream());
  if (e) return gpu::fail(name, e);
  count(device, int64_t(size));
  std::memcpy(handle, &h, sizeof h);
  return TM_OK;
}

int32_t tm_free(tm_bytes *handle) {
  static const char name[] = "a tensor's release";
  tm_handle h;
  if (!handle) return TM_OK;
  std::memcpy(&h, handle, sizeof h);
  if (h.mark != TM_HANDLE_MARK) return TM_OK;
  TM_TRY(tm_use_device(name, h.device));
  std::memset(handle, 0, sizeof h);
  if (gpu::capturing()) {
    waiting.push_back(h);
    return TM_OK;
  }
  count(h.device, -int64_t(h.bytes > 0 ? h.bytes : 1));
  cudaError_t e = cudaFreeAsync(h.address, gpu::stream());
  return e ? gpu::fail(name, e) : TM_OK;
}

int32_t tm_upload(tm_bytes *handle, double offset, const tm_bytes *from, double bytes, int32_t queued) {
  const tm_handle *h;
  TM_TRY(read(&h, "copy to the GPU", handle, offset, bytes, from));
  if (bytes == 0) return TM_OK;
  if (gpu::capturing()) return gpu::fail("copy to the GPU", cudaErrorStreamCaptureUnsupported);
  cudaError_t e = cudaMemcpyAsync(static_cast<char *>(h->address) + size_t(offset), from, size_t(bytes), cudaMemcpyHostToDevice, gpu::stream());
  if (e) return gpu::fail("copy to the GPU", e);
  // Memory that is not pinned is staged before the call returns.
  const bool later = isPinned(from, queued ? h->device : -1);
  return later && !queued ? tm_settle("copy to the GPU") : tm_done("copy to the GPU");
}

int32_t tm_download(const tm_bytes *handle, double offset, tm_bytes *to, double bytes, int32_t queued) {
  const tm_handle *h;
  TM_TRY(read(&h, "copy from the GPU", handle, offset, bytes, to));
  if (bytes == 0) return TM_OK;
  if (gpu::capturing()) return gpu::fail("copy from the GPU", cudaErrorStreamCaptureUnsupported);
  cudaError_t e = cudaMemcpyAsync(to, static_cast<char *>(h->address) + size_t(offset), size_t(bytes), cudaMemcpyDeviceToHost, gpu::stream());
  if (e) return gpu::fail("copy from the GPU", e);
  return queued && isPinned(to, h->device) ? tm_done("copy from the GPU") : tm_settle("copy from the GPU");
}

int32_t tm_pin(int32_t device, double bytes, tm_frame *frame) {
  static const char name[] = "pinMemory";
  if (!frame) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the frame is missing", name);
  if (!(bytes > 0 && bytes < TM_EXTENT_UNIT)) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %g bytes cannot be had", name, bytes);
  TM_TRY(tm_use_device(name, device));
  char *address = nullptr;
  cudaError_t e = gpu::capturing() ? cudaErrorStreamCaptureUnsupported : cudaMallocHost(&address, size_t(bytes));
  if (e == cudaErrorMemoryAllocation) {
    cudaGetLastError();
    return tm_fail(TM_OUT_OF_MEMORY, "Cannot run %s: %.1f MiB of the host's memory cannot be page-locked", name, bytes / kMiB);
  }
  if (e) return gpu::fail(name, e);
  std::lock_guard<std::mutex> lock(pinnedLock);
  pinned[address] = {size_t(bytes), 0};
  frame->result[0] = double(reinterpret_cast<uintptr_t>(address));
  return TM_OK;
}

int32_t tm_unpin(double address) {
  static const char name[] = "the release of pinned memory";
  std::lock_guard<std::mutex> lock(pinnedLock);
  auto found = pinned.find(reinterpret_cast<const char *>(uintptr_t(address)));
  if (found == pinned.end()) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: there is none at %g", name, address);
  for (int device = 0; device < gpu::kDevices; device++) {
    if (!((found->second.users >> device) & 1)) continue;
    TM_TRY(tm_use_device(name, device));
    cudaDeviceSynchronize();
  }
  char *memory = const_cast<char *>(found->first);
  pinned.erase(found);
  cudaError_t e = cudaFreeHost(memory);
  return e ? gpu::fail(name, e) : TM_OK;
}

int32_t tm_memory_info(int32_t device, tm_frame *frame) {
  if (!frame) return tm_fail(TM_BAD_ARGUMENT, "Cannot read the memory of a GPU: the frame is missing");
  TM_TRY(tm_use_device("memoryInfo", device));
  size_t free = 0, all = 0;
  uint64_t reserved = 0;
  cudaMemPool_t pool;
  cudaError_t e = cudaMemGetInfo(&free, &all);
  if (!e) e = cudaDeviceGetDefaultMemPool(&pool, device);
  if (!e) e = cudaMemPoolGetAttribute(pool, cudaMemPoolAttrReservedMemCurrent, &reserved);
  if (e) return gpu::fail("memoryInfo", e);
  const Count &c = counts[device];
  const double numbers[] = {double(free), double(all), double(c.bytes), double(c.most), double(reserved), double(c.storages)};
  std::memcpy(frame->result, numbers, sizeof numbers);
  return TM_OK;
}

int32_t tm_empty_cache(int32_t device) {
  TM_TRY(tm_use_device("emptyCache", device));
  cudaError_t e = gpu::capturing() ? cudaErrorStreamCaptureUnsupported : cudaDeviceSynchronize();
  if (!e) e = trim(device);
  return e ? gpu::fail("emptyCache", e) : TM_OK;
}

}  // extern "C"

namespace gpu {

void freeWaiting() {
  std::vector<tm_handle> handles;
  handles.swap(waiting);
  for (tm_handle &h : handles) tm_free(&h);
}

namespace {

/// The scratch memory of a thread on a device; the driver frees it with the context.
struct Scratch {
  struct Block {
    void *address;
    size_t bytes;
    bool recorded;  // a graph may use it for ever
  } blocks[kSlots];
  cudaStream_t stream;  // whose work used it last
  cudaEvent_t done;
};

/// The calling thread's on its device.
Scratch &own() {
  thread_local Scratch *all = nullptr;
  if (!all) all = new Scratch[kDevices]();
  return all[currentDevice()];
}

}  // namespace

void claimScratch() {
  Scratch &s = own();
  if (s.stream == stream() || capturing()) return;
  cudaError_t e = s.done ? cudaSuccess : cudaEventCreateWithFlags(&s.done, cudaEventDisableTiming);
  if (!e) e = cudaEventRecord(s.done, s.stream);
  if (!e) e = cudaStreamWaitEvent(stream(), s.done, 0);
  keep(e);
  s.stream = stream();
}

void *scratch(int slot, size_t bytes) {
  Scratch::Block &b = own().blocks[slot];
  claimScratch();
  b.recorded = b.recorded || capturing();
  if (b.bytes >= bytes && b.address) return b.address;
  if (capturing()) {
    keep(cudaErrorStreamCaptureUnsupported);
    return nullptr;
  }
  if (b.address && !b.recorded) keep(cudaFreeAsync(b.address, stream()));
  b = Scratch::Block();
  const size_t size = bytes < (1 << 16) ? 1 << 16 : bytes + bytes / 4;
  cudaError_t e = cudaMallocAsync(&b.address, size, stream());
  if (e) {
    b.address = nullptr;
    keep(e);
    return nullptr;
  }
  b.bytes = size;
  return b.address;
}

}  // namespace gpu
