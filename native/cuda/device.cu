// Devices, streams, launches and failures: see device.h.
#include "device.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>

namespace gpu {
namespace {

struct DeviceState {
  std::once_flag once;
  cudaError_t opened = cudaSuccess;
  unsigned busy = 8;
};
DeviceState states[kDevices];

std::atomic<int> lost{0};  // the failure after which the context is gone
thread_local int current = -1;
thread_local cudaStream_t currentStreams[kDevices];
thread_local bool recording = false;
thread_local cudaError_t kept = cudaSuccess;
thread_local int keptStatus = 0;
thread_local const char *keptLibrary = "";
/// What the kernels of the calling thread complain of; kernels may outlive the thread, so that it is never freed.
thread_local Complaint *records[kDevices];

bool synchronous() {
  static const bool wanted = [] {
    const char *value = std::getenv("TAIMATSU_CUDA_SYNC");
    return value && std::strcmp(value, "1") == 0;
  }();
  return wanted;
}

bool losesContext(cudaError_t error) {
  switch (int(error)) {
    case 700:  // illegal address
    case 702:  // launch timeout
    case 710:  // assert
    case 714:  // hardware stack error
    case 715:  // illegal instruction
    case 716:  // misaligned address
    case 717:  // invalid address space
    case 718:  // invalid program counter
    case 719:  // launch failure
      return true;
  }
  return false;
}

cudaError_t open(int device) {
  DeviceState &s = states[device];
  std::call_once(s.once, [&] {
    cudaDeviceProp properties;
    s.opened = cudaGetDeviceProperties(&properties, device);
    if (s.opened) return;
    s.busy = unsigned(properties.multiProcessorCount) * 8;
    cudaMemPool_t pool;
    uint64_t all = UINT64_MAX;
    if (!s.opened && cudaDeviceGetDefaultMemPool(&pool, device) == cudaSuccess)
      cudaMemPoolSetAttribute(pool, cudaMemPoolAttrReleaseThreshold, &all);
  });
  return s.opened;
}

/// Reports what kernels of the calling thread complained of, once.
int32_t reportComplaint(int device) {
  Complaint *c = records[device];
  if (!c || !c->claimed) return TM_OK;
  char text[256];
  std::snprintf(text, sizeof text, c->text, (long long)c->value, (long long)c->position, (long long)c->bound, (long long)c->bound - 1);
  const char *caller = c->caller;
  c->claimed = 0;
  return tm_fail(TM_OUT_OF_BOUNDS, "Cannot run %s: %s", caller, text);
}

}  // namespace

cudaStream_t stream() { return current < 0 ? nullptr : currentStreams[current]; }
void useStream(int device, cudaStream_t stream) { currentStreams[device] = stream; }

int currentDevice() { return current < 0 ? 0 : current; }

bool capturing() { return recording; }
void setCapturing(bool now) { recording = now; }

cudaError_t useDevice(int device) {
  if (device == current) return cudaSuccess;
  int count = 0;
  cudaError_t e = cudaGetDeviceCount(&count);
  if (e || device < 0 || device >= count || device >= kDevices) return e ? e : cudaErrorInvalidDevice;
  e = cudaSetDevice(device);
  if (!e) e = open(device);
  if (!e && !records[device]) {
    e = cudaMallocHost(&records[device], sizeof(Complaint));
    if (!e) std::memset(records[device], 0, sizeof(Complaint));
  }
  if (!e) current = device;
  return e;
}

int32_t fail(const char *caller, cudaError_t error) {
  if (lost == 0 && losesContext(error)) lost = int(error);
  cudaGetLastError();
  if (lost)
    return tm_fail(TM_LIBRARY_FAILED, "Cannot run %s: the GPU failed (%s: %s) and cannot be used any more: restart the process", caller,
                   cudaGetErrorName(cudaError_t(lost.load())), cudaGetErrorString(cudaError_t(lost.load())));
  if (error == cudaErrorStreamCaptureUnsupported)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s while a graph is recorded: nothing may be allocated, copied from or to the CPU, or waited for",
                   caller);
  if (error == cudaErrorMemoryAllocation) return tm_fail(TM_OUT_OF_MEMORY, "Cannot run %s: there is no memory on the GPU for scratch space", caller);
  return tm_fail(TM_LIBRARY_FAILED, "Cannot run %s: CUDA reports %s (%s)", caller, cudaGetErrorName(error), cudaGetErrorString(error));
}

void keep(cudaError_t error) {
  if (error && !kept) kept = error;
}

void keepStatus(const char *library, int status) {
  if (status && !keptStatus) keptStatus = status, keptLibrary = library;
}

unsigned busyBlocks() { return current < 0 ? 8 : states[current].busy; }

Complaint *complaint() { return current < 0 ? nullptr : records[current]; }

cudaError_t fetch(void *to, const void *from, size_t bytes) {
  if (recording) return cudaErrorStreamCaptureUnsupported;
  cudaError_t e = cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToHost, stream());
  return e ? e : cudaStreamSynchronize(stream());
}

int32_t settle(const char *caller) {
  cudaError_t e = recording ? cudaErrorStreamCaptureUnsupported : cudaStreamSynchronize(stream());
  if (e) return fail(caller, e);
  return reportComplaint(current);
}

}  // namespace gpu

extern "C" {

int32_t tm_cuda_abi(void) { return TM_CUDA_ABI; }


int32_t tm_done(const char *caller) {
  cudaError_t e = gpu::kept;
  const int status = gpu::keptStatus;
  gpu::kept = cudaSuccess, gpu::keptStatus = 0;
  if (e || gpu::lost) return gpu::fail(caller, e);
  if (status) return tm_fail(TM_LIBRARY_FAILED, "Cannot run %s: %s reports status %d", caller, gpu::keptLibrary, status);
  return gpu::synchronous() && !gpu::recording ? gpu::settle(caller) : TM_OK;
}

int32_t tm_settle(const char *caller) {
  TM_TRY(tm_done(caller));
  return gpu::settle(caller);
}

void tm_zero(void *data, size_t bytes) { gpu::keep(cudaMemsetAsync(data, 0, bytes, gpu::stream())); }

int32_t tm_use_device(const char *caller, int device) {
  cudaError_t e = gpu::useDevice(device);
  return e ? gpu::fail(caller, e) : TM_OK;
}

int32_t tm_device_count(tm_frame *frame) {
  if (!frame) return tm_fail(TM_BAD_ARGUMENT, "Cannot count the GPUs: the frame is missing");
  int count = 0;
  cudaError_t e = cudaGetDeviceCount(&count);
  frame->result[0] = e ? 0 : count;
#ifdef TM_EMULATED
  frame->result[1] = 1;
#else
  frame->result[1] = 0;
#endif
  if (e == 35) tm_fail(TM_LIBRARY_FAILED, "there is no NVIDIA driver, or it is older than CUDA 13 needs (R580)");
  else if (e) tm_fail(TM_LIBRARY_FAILED, "CUDA reports %s (%s)", cudaGetErrorName(e), cudaGetErrorString(e));
  else if (count == 0) tm_fail(TM_LIBRARY_FAILED, "the driver finds no GPU");
  if (e) cudaGetLastError();
  return TM_OK;
}

int32_t tm_synchronize(int32_t device) {
  TM_TRY(tm_use_device("synchronize", device));
  TM_TRY(tm_done("synchronize"));
  cudaError_t e = gpu::recording ? cudaErrorStreamCaptureUnsupported : cudaDeviceSynchronize();
  return e ? gpu::fail("synchronize", e) : gpu::reportComplaint(device);
}

int32_t tm_wait(int32_t device) {
  TM_TRY(tm_use_device("synchronize", device));
  cudaDeviceSynchronize();
  return TM_OK;
}

}  // extern "C"
