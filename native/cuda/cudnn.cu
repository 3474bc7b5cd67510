// Convolution by cuDNN: see cudnn.h. Its few functions are declared by hand, as its headers may not be there; a convolution with a known
// result tells whether they are what they should be.
#include "cudnn.h"

#include <array>
#include <atomic>
#include <cstdio>
#include <map>
#include <string>

#include "cublas.h"
#include "device.h"
#include "found_library.h"

namespace {

enum { kFloat = 0, kDouble = 1 };        // cudnnDataType_t
enum { kPlanes = 0 };                    // cudnnTensorFormat_t: NCHW
enum { kCrossCorrelation = 1 };          // cudnnConvolutionMode_t
enum { kMathDefault = 0, kMathFma = 3 }; // cudnnMathType_t: the default rounds to TF32
enum { kDeterministic = 1 };             // cudnnDeterminism_t
enum { kChoices = 10, kMostScratch = 256 << 20 };
enum Direction { kForward, kGradInput, kGradWeight };

/// cudnnConvolutionFwdAlgoPerf_t, and those of the two gradients.
struct Choice {
  int algorithm, status;
  float time;
  size_t memory;
  int determinism, math, reserved[3];
};

/// Functions of the three directions, which differ in what their descriptors stand for: see Order.
typedef int (*Choose)(void *handle, void *a, void *b, void *c, void *d, int wanted, int *found, Choice *choices);
typedef int (*Measure)(void *handle, void *a, void *b, void *c, void *d, int algorithm, size_t *bytes);
typedef int (*Convolve)(void *handle, const void *alpha, void *a, const void *x, void *b, const void *y, void *convolution, int algorithm,
                        void *scratch, size_t bytes, const void *beta, void *r, void *result);

/// The library, once it was looked for.
struct Library {
  bool usable = false;
  char description[1024] = "";
  int (*create)(void **);
  int (*destroy)(void *) = nullptr;
  int (*setStream)(void *, void *);
  size_t (*getVersion)();
  int (*createTensor)(void **), (*createFilter)(void **), (*createConvolution)(void **);
  int (*setTensor)(void *, int dtype, int n, int c, int h, int w, int stepN, int stepC, int stepH, int stepW);
  int (*setFilter)(void *, int dtype, int format, int k, int c, int h, int w);
  int (*setConvolution)(void *, int padH, int padW, int stepH, int stepW, int dilationH, int dilationW, int mode, int dtype);
  int (*setGroups)(void *, int);
  int (*setMath)(void *, int);
  Choose choose[3];
  Measure measure[3];
  Convolve convolve[3];
};

/// An algorithm for one size of convolution.
struct Plan {
  int algorithm = -1, math = 0;  // -1: cuDNN has none
  size_t scratch = 0;
};
typedef std::array<int64_t, 20> Key;

/// cuDNN for the calling thread on its device: its descriptors, and the algorithms that were chosen.
struct Session {
  void *handle = nullptr, *stream = nullptr, *x = nullptr, *weight = nullptr, *y = nullptr, *convolution = nullptr;
  bool failed = false;
  std::map<Key, Plan> plans;
};

std::atomic<bool> allowed{false};
const gpu::WantedLibrary kWanted = {{"libcudnn.so.9", nullptr}, {"cudnn", "cu13"}, "libcudnn", nullptr};

bool bindAll(void *library, Library &l) {
  static const char *const kDirections[] = {"Forward", "BackwardData", "BackwardFilter"};
  const auto bind = [&](const std::string &name, auto &to) { return gpu::bindFunction(library, ("cudnn" + name).c_str(), to); };
  for (int d = 0; d < 3; d++) {
    const std::string name = kDirections[d];
    if (!bind("GetConvolution" + name + "Algorithm_v7", l.choose[d]) || !bind("GetConvolution" + name + "WorkspaceSize", l.measure[d]) ||
        !bind("Convolution" + name, l.convolve[d]))
      return false;
  }
  return bind("Create", l.create) && bind("Destroy", l.destroy) && bind("SetStream", l.setStream) && bind("GetVersion", l.getVersion) &&
         bind("CreateTensorDescriptor", l.createTensor) && bind("CreateFilterDescriptor", l.createFilter) &&
         bind("CreateConvolutionDescriptor", l.createConvolution) && bind("SetTensor4dDescriptorEx", l.setTensor) &&
         bind("SetFilter4dDescriptor", l.setFilter) && bind("SetConvolution2dDescriptor", l.setConvolution) &&
         bind("SetConvolutionGroupCount", l.setGroups) && bind("SetConvolutionMathType", l.setMath);
}

/// Makes the handle and the descriptors; returns cuDNN's status.
int start(const Library &l, Session &s) {
  int status = l.create(&s.handle);
  if (!status) status = l.createTensor(&s.x);
  if (!status) status = l.createTensor(&s.y);
  if (!status) status = l.createFilter(&s.weight);
  if (!status) status = l.createConvolution(&s.convolution);
  return status;
}

/// Tells the descriptors what is convolved; returns cuDNN's status.
int describe(const Library &l, const Session &s, int dtype, const tm_conv &g, int64_t stepImage, int64_t stepPlane) {
  const int type = dtype == TM_FLOAT32 ? kFloat : kDouble;
  const int n = int(g.n), c = int(g.c), h = int(g.h), w = int(g.w), k = int(g.k), oh = int(g.oh), ow = int(g.ow);
  int status = l.setTensor(s.x, type, n, c, h, w, c * h * w, h * w, w, 1);
  if (!status) status = l.setTensor(s.y, type, n, k, oh, ow, int(stepImage), int(stepPlane), ow, 1);
  if (!status) status = l.setFilter(s.weight, type, kPlanes, k, c / g.groups, int(g.kh), int(g.kw));
  if (!status) status = l.setConvolution(s.convolution, g.ph, g.pw, g.dh, g.dw, g.lh, g.lw, kCrossCorrelation, type);
  return status ? status : l.setGroups(s.convolution, g.groups);
}

/// The descriptors in the order in which a direction takes them, the convolution's in its place, and that of the result.
struct Order {
  void *descriptor[4], *a, *b, *result;
};
Order orderOf(const Session &s, Direction direction) {
  if (direction == kForward) return {{s.x, s.weight, s.convolution, s.y}, s.x, s.weight, s.y};
  if (direction == kGradInput) return {{s.weight, s.y, s.convolution, s.x}, s.weight, s.y, s.x};
  return {{s.x, s.y, s.convolution, s.weight}, s.x, s.y, s.weight};
}

/// The first algorithm that gives the same numbers every time and is content with little memory.
Plan choose(const Library &l, const Session &s, Direction direction, bool tf32) {
  const Order o = orderOf(s, direction);
  void *const *d = o.descriptor;
  Choice choices[kChoices] = {};
  int found = 0;
  if (l.setMath(s.convolution, tf32 ? kMathDefault : kMathFma)) return {};
  if (l.choose[direction](s.handle, d[0], d[1], d[2], d[3], kChoices, &found, choices)) return {};
  for (int i = 0; i < found; i++) {
    Plan plan = {choices[i].algorithm, tf32 ? choices[i].math : kMathFma, 0};
    if (choices[i].status || choices[i].determinism != kDeterministic || l.setMath(s.convolution, plan.math)) continue;
    if (l.measure[direction](s.handle, d[0], d[1], d[2], d[3], plan.algorithm, &plan.scratch) == 0 && plan.scratch <= kMostScratch) return plan;
  }
  return {};
}

/// Convolves: result = beta result + alpha (a * b). False if cuDNN does not take it; else its status is left.
bool convolve(const Library &l, Session &s, Direction direction, int dtype, const tm_conv &g, const void *a, const void *b, void *result,
              double alpha, double beta, int *status) {
  const int64_t plane = g.oh * g.ow;
  // The strides of sizes of 1 are of no account, and may be anything.
  const int64_t stepPlane = direction == kForward && g.k > 1 ? g.y_plane : plane;
  const int64_t stepImage = direction == kForward && g.n > 1 ? g.y_image : g.k * stepPlane;
  if (g.n * g.c * g.h * g.w > INT32_MAX || g.n * stepImage > INT32_MAX || g.k * g.c * g.kh * g.kw > INT32_MAX) return false;
  if (describe(l, s, dtype, g, stepImage, stepPlane)) return false;
  const bool tf32 = gpu::tf32() && dtype == TM_FLOAT32;
  const Key key = {direction, dtype, tf32, g.n, g.c, g.h, g.w, g.k, g.kh, g.kw, g.dh, g.dw, g.ph, g.pw, g.lh, g.lw, g.groups, stepImage, stepPlane};
  auto known = s.plans.find(key);
  if (known == s.plans.end()) known = s.plans.emplace(key, choose(l, s, direction, tf32)).first;
  const Plan &plan = known->second;
  if (plan.algorithm < 0 || l.setMath(s.convolution, plan.math)) return false;
  void *scratch = plan.scratch ? gpu::scratch(gpu::kCudnnSlot, plan.scratch) : nullptr;
  if (plan.scratch && !scratch) return true;  // the failure is kept
  const Order o = orderOf(s, direction);
  const float alpha32 = float(alpha), beta32 = float(beta);
  const bool single = dtype == TM_FLOAT32;
  *status = l.convolve[direction](s.handle, single ? (const void *)&alpha32 : &alpha, o.a, a, o.b, b, s.convolution, plan.algorithm, scratch,
                                  plan.scratch, single ? (const void *)&beta32 : &beta, o.result, result);
  return true;
}

/// Whether a picture of 3 x 3 with a filter of 2 x 2 becomes what it should.
bool convolvesRight(const Library &l, Session &s) {
  const float numbers[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0};
  float found[4] = {};
  float *there = nullptr;
  tm_conv g = {};
  g.n = g.c = g.k = 1, g.h = g.w = 3, g.kh = g.kw = g.oh = g.ow = 2, g.dh = g.dw = g.lh = g.lw = g.groups = 1;
  if (cudaMallocAsync((void **)&there, sizeof numbers, gpu::stream())) return cudaGetLastError(), false;
  int status = 0;
  bool good = !cudaMemcpyAsync(there, numbers, sizeof numbers, cudaMemcpyHostToDevice, gpu::stream());
  good = good && l.setStream(s.handle, gpu::stream()) == 0 &&
         convolve(l, s, kForward, TM_FLOAT32, g, there, there + 12, there + 16, 1, 0, &status) && status == 0;
  good = good && !gpu::fetch(found, there + 16, sizeof found);
  cudaFreeAsync(there, gpu::stream());
  return good && found[0] == 37 && found[1] == 47 && found[2] == 67 && found[3] == 77;
}

Library load() {
  Library l;
  Session s;
  std::string path;
  void *library = gpu::findLibrary(kWanted, &path);
  const auto say = [&](const char *format, const char *a, int b = 0) { std::snprintf(l.description, sizeof l.description, format, a, b); };
  if (!library) {
    say("the library's own kernels: there is no libcudnn.so.9 in %s (pip install nvidia-cudnn-cu13)", gpu::whereLibrariesAre());
  } else if (!bindAll(library, l)) {
    say("the library's own kernels: %s lacks a function", path.c_str());
  } else if (const int status = start(l, s)) {
    say("the library's own kernels: %s did not start, with status %d", path.c_str(), status);
  } else if (!convolvesRight(l, s)) {
    say("the library's own kernels: %s gave a wrong convolution", path.c_str());
  } else {
    l.usable = true;
    say("%s, version %d", path.c_str(), int(l.getVersion()));
  }
  if (s.handle && l.destroy) l.destroy(s.handle);  // each thread makes its own
  return l;
}

const Library *library() { return gpu::loadedOnce(load); }

/// The calling thread's session on its device, working on its stream; null if it cannot be had.
Session *ready(const Library &l) {
  thread_local Session *all = nullptr;
  if (!all) all = new Session[gpu::kDevices];
  Session &s = all[gpu::currentDevice()];
  if (s.failed || (!s.handle && gpu::capturing())) return nullptr;
  const bool created = !s.handle;
  if (created && start(l, s)) return s.failed = true, nullptr;
  if ((created || s.stream != gpu::stream()) && l.setStream(s.handle, gpu::stream())) return s.failed = true, nullptr;
  s.stream = gpu::stream();
  return &s;
}

bool tryConvolve(Direction direction, int dtype, const tm_conv &g, const void *a, const void *b, void *result, double alpha, double beta) {
  if (!allowed) return false;
  const Library *l = library();
  Session *s = l && l->usable ? ready(*l) : nullptr;
  int status = 0;
  if (!s || !convolve(*l, *s, direction, dtype, g, a, b, result, alpha, beta, &status)) return false;
  gpu::keepStatus("cuDNN", status);
  return true;
}

}  // namespace

bool gpu::cudnnForward(int dtype, const tm_conv &g, const void *x, const void *weight, void *y) {
  return tryConvolve(kForward, dtype, g, x, weight, y, 1, 0);
}

bool gpu::cudnnGradInput(int dtype, const tm_conv &g, const void *gy, const void *weight, void *gx) {
  return tryConvolve(kGradInput, dtype, g, weight, gy, gx, 1, 0);
}

bool gpu::cudnnGradWeight(int dtype, const tm_conv &g, const void *x, const void *gy, void *gweight, double scale) {
  return tryConvolve(kGradWeight, dtype, g, x, gy, gweight, scale, 1);
}

extern "C" {

int32_t tm_allow_cudnn(int32_t device, int32_t wanted, tm_frame *frame) {
  if (!frame) return tm_fail(TM_BAD_ARGUMENT, "Cannot run allowCuDNN: the frame is missing");
  TM_TRY(tm_use_device("allowCuDNN", device));
  const Library *l = wanted ? library() : nullptr;
  if (wanted && !l) return gpu::fail("allowCuDNN", cudaErrorStreamCaptureUnsupported);
  allowed = wanted != 0;
  frame->result[0] = l && l->usable ? 1 : 0;
  return TM_OK;
}

int32_t tm_cudnn_description(int32_t device, tm_bytes *text, int32_t capacity) {
  TM_TRY(tm_use_device("describe", device));
  if (!allowed) return tm_give_text("the library's own kernels, as cuDNN was not asked for", text, capacity);
  const Library *l = library();
  return tm_give_text(l ? l->description : "not known while a graph is recorded", text, capacity);
}

}  // extern "C"
