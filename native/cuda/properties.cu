// What is known of a device, as text.
#include <cstdio>

#include "device.h"

namespace {

struct Text {
  char text[2048];
  size_t used = 0;
  void line(const char *name, long long value) { used += size_t(std::snprintf(text + used, sizeof text - used, "%s %lld\n", name, value)); }
};

}  // namespace

extern "C" {

int32_t tm_cuda_versions(tm_frame *frame) {
  if (!frame) return tm_fail(TM_BAD_ARGUMENT, "Cannot tell the version of CUDA: the frame is missing");
  int runtime = 0, driver = 0;
  if (cudaRuntimeGetVersion(&runtime)) cudaGetLastError();
  if (cudaDriverGetVersion(&driver)) cudaGetLastError();
  frame->result[0] = runtime, frame->result[1] = driver;
  return TM_OK;
}

int32_t tm_device_properties(int32_t device, tm_bytes *text, int32_t capacity) {
  static const char name[] = "deviceProperties";
  TM_TRY(tm_use_device(name, device));
  cudaDeviceProp p;
  cudaError_t e = cudaGetDeviceProperties(&p, device);
  if (e) return gpu::fail(name, e);
  Text t;
  t.used = size_t(std::snprintf(t.text, sizeof t.text, "name %s\n", p.name));
  t.line("major", p.major);
  t.line("minor", p.minor);
  t.line("totalGlobalMem", (long long)p.totalGlobalMem);
  t.line("multiProcessorCount", p.multiProcessorCount);
  t.line("warpSize", p.warpSize);
  t.line("maxThreadsPerBlock", p.maxThreadsPerBlock);
  t.line("sharedMemPerBlock", (long long)p.sharedMemPerBlock);
  t.line("sharedMemPerBlockOptin", (long long)p.sharedMemPerBlockOptin);
  t.line("regsPerBlock", p.regsPerBlock);
#ifndef TM_EMULATED
  t.line("totalConstMem", (long long)p.totalConstMem);
  t.line("memPitch", (long long)p.memPitch);
  t.line("textureAlignment", (long long)p.textureAlignment);
  t.line("l2CacheSize", p.l2CacheSize);
  t.line("memoryBusWidth", p.memoryBusWidth);
  t.line("maxThreadsPerMultiProcessor", p.maxThreadsPerMultiProcessor);
  t.line("concurrentKernels", p.concurrentKernels);
  t.line("asyncEngineCount", p.asyncEngineCount);
  t.line("ECCEnabled", p.ECCEnabled);
  t.line("integrated", p.integrated);
  t.line("canMapHostMemory", p.canMapHostMemory);
  t.line("pciBusID", p.pciBusID);
  t.line("pciDeviceID", p.pciDeviceID);
  t.line("pciDomainID", p.pciDomainID);
  int value;
  const struct { const char *name; cudaDeviceAttr attribute; } attributes[] = {
      {"clockRate", cudaDevAttrClockRate},  // kHz, as memoryClockRate
      {"memoryClockRate", cudaDevAttrMemoryClockRate},
      {"computeMode", cudaDevAttrComputeMode},
      {"kernelExecTimeoutEnabled", cudaDevAttrKernelExecTimeout},
  };
  for (const auto &a : attributes)
    if (cudaDeviceGetAttribute(&value, a.attribute, device) == cudaSuccess) t.line(a.name, value);
    else cudaGetLastError();
#endif
  return tm_give_text(t.text, text, capacity) ? tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the text is missing", name) : TM_OK;
}

}  // extern "C"
