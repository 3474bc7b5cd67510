// Kernels and calls that are wrong on purpose: the emulation must find what it says that it finds. `emulation_test CASE` prints what
// came of one of them; packages/cuda/emulation_test.ts says what is wanted.
#include <cmath>
#include <cstdio>
#include <cstring>

#include "tm_cuda.h"

namespace {

__global__ void divergentKernel(int *r) {  // two barriers where all must meet at one
  if (threadIdx.x < 16) {
    __syncthreads();
  } else {
    r[threadIdx.x] = 1;
    __syncthreads();
  }
}
__global__ void stuckKernel(int *r) {  // half of a warp waits for lanes that wait elsewhere
  if (threadIdx.x < 16) r[threadIdx.x] = __shfl_down_sync(~0u, 1, 1);
  else __syncthreads();
}
__global__ void racyKernel(int *r) {  // no barrier between the write and the read
  TM_SHARED(int, s, [64]);
  s[threadIdx.x] = int(threadIdx.x);
  r[threadIdx.x] = s[63 - threadIdx.x];
}
__global__ void lastKernel(int *r) { r[0] = int(blockIdx.x); }  // blocks that write one place
__global__ void overrunKernel(int *r) { r[threadIdx.x + 1] = 7; }
__global__ void sharedOverrunKernel(int *r) {
  TM_SHARED(int, s, [64]);
  s[threadIdx.x + 1] = 1;
  __syncthreads();
  r[threadIdx.x] = s[threadIdx.x];
}
__global__ void dynamicKernel(int *r) {
  TM_DYNAMIC_SHARED(int, s);
  s[threadIdx.x] = r[0] = 1;
}

enum { kNumbers = 64 };
int *device;

int *alloc() {
  int *p = nullptr;
  cudaMalloc(&p, kNumbers * sizeof(int));
  return p;
}
void say(cudaError_t e) { std::printf("%s: %s\n", cudaGetErrorName(e), cudaGetErrorString(e)); }
template <class K> void run(K kernel, unsigned blocks = 1, size_t dynamic = 0) {
  const cudaError_t launched = tm_launch(kernel, blocks, kNumbers, dynamic, nullptr, device);
  say(launched ? launched : cudaDeviceSynchronize());
}
void read(int *to) { cudaMemcpy(to, device, kNumbers * sizeof(int), cudaMemcpyDeviceToHost); }

void divergent() { run(divergentKernel); }
void stuck() { run(stuckKernel); }
void overrun() { run(overrunKernel); }
void sharedOverrun() { run(sharedOverrunKernel); }
void emptyGrid() { run(lastKernel, 0); }
void largeShared() { run(dynamicKernel, 1, 80000); }
void sticky() {
  run(stuckKernel);
  say(cudaMemset(device, 0, 4));
}
void race() {
  run(racyKernel);
  int found[kNumbers], wrong = 0;
  read(found);
  for (int i = 0; i < kNumbers; i++) wrong += found[i] != 63 - i;
  std::printf("%s\n", wrong > 0 ? "wrong" : "right");
}
void order() {
  run(lastKernel, 5);
  int found[kNumbers];
  read(found);
  std::printf("%d\n", found[0]);
}
void unwritten() {
  float found[kNumbers];
  read(reinterpret_cast<int *>(found));
  std::printf("%s\n", std::isnan(found[0]) ? "NaN" : "a number");
}
void hostRead() { std::printf("%d\n", device[0]); }
void direction() {
  int found = 0;
  say(cudaMemcpy(&found, device, 4, cudaMemcpyHostToDevice));
}
void capture() {
  cudaStream_t stream = nullptr;
  cudaGraph_t graph = nullptr;
  int *p = nullptr;
  cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking);
  cudaStreamBeginCapture(stream, cudaStreamCaptureModeThreadLocal);
  say(cudaMalloc(&p, 16));
  say(cudaDeviceSynchronize());
  say(cudaStreamEndCapture(stream, &graph));
}
void queued() {  // what was copied is there after the synchronisation, not before
  int *pinned = nullptr;
  cudaMemset(device, 0, 4);
  cudaDeviceSynchronize();
  cudaMallocHost(&pinned, 4);
  *pinned = 5;
  cudaMemcpyAsync(pinned, device, 4, cudaMemcpyDeviceToHost);
  const int before = *pinned;
  cudaDeviceSynchronize();
  std::printf("%d %d\n", before, *pinned);
}
void memory() {
  char *p = nullptr;
  say(cudaMalloc(&p, size_t(1) << 30));
  say(cudaGetLastError());
  say(cudaGetLastError());
}

const struct {
  const char *name;
  void (*run)();
} cases[] = {{"divergent", divergent}, {"stuck", stuck},         {"overrun", overrun},     {"sharedOverrun", sharedOverrun}, {"emptyGrid", emptyGrid},
             {"largeShared", largeShared}, {"sticky", sticky},   {"race", race},           {"order", order},                 {"unwritten", unwritten},
             {"hostRead", hostRead},   {"direction", direction}, {"capture", capture},     {"queued", queued},               {"memory", memory}};

}  // namespace

int main(int count, char **arguments) {
  device = alloc();
  for (const auto &c : cases)
    if (count == 2 && std::strcmp(arguments[1], c.name) == 0) return c.run(), 0;
  std::fprintf(stderr, "there is no such case\n");
  return 2;
}
