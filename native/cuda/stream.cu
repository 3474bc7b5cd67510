// Streams, events and graphs, which the caller knows by numbers.
#include <map>
#include <mutex>

#include "device.h"

namespace {

/// What the numbers of one kind stand for.
template <class T> class Table {
 public:
  struct Entry {
    T what;
    int device;
  };
  int add(T what, int device) {
    std::lock_guard<std::mutex> lock(mutex);
    entries[++last] = {what, device};
    return last;
  }
  bool find(int number, Entry *entry) {
    std::lock_guard<std::mutex> lock(mutex);
    auto it = entries.find(number);
    if (it == entries.end()) return false;
    return *entry = it->second, true;
  }
  void remove(int number) {
    std::lock_guard<std::mutex> lock(mutex);
    entries.erase(number);
  }

 private:
  std::mutex mutex;
  std::map<int, Entry> entries;
  int last = 0;
};

Table<cudaStream_t> streams;
Table<cudaEvent_t> events;
/// A graph, and where its launches are counted for random numbers.
struct Graph {
  cudaGraphExec_t ready;
  uint32_t *turn;
};
Table<Graph> graphs;

__global__ void __launch_bounds__(32) countKernel(uint32_t *turn) {
  if (threadIdx.x == 0) *turn += 1;
}

/// The thread's work goes to `recorder` while a graph is recorded, and to `before` again afterwards.
struct Recording {
  cudaStream_t recorder, before;
  uint32_t *turn;
  bool draws; /// whether random numbers were asked for
};
thread_local std::map<int, cudaStream_t> recorders;
thread_local Recording recording;

template <class T> int32_t find(Table<T> &table, const char *caller, const char *kind, int number, typename Table<T>::Entry *entry) {
  if (!table.find(number, entry)) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: there is no %s %d", caller, kind, number);
  return tm_use_device(caller, entry->device);
}

int32_t status(const char *caller, cudaError_t e) { return e ? gpu::fail(caller, e) : TM_OK; }

int32_t wantFrame(const char *caller, const tm_frame *frame) {
  return frame ? TM_OK : tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the frame is missing", caller);
}

/// What cannot be part of a graph.
int32_t wantNoRecording(const char *caller) { return gpu::capturing() ? gpu::fail(caller, cudaErrorStreamCaptureUnsupported) : TM_OK; }

}  // namespace

const uint32_t *gpu::turn() {
  if (!capturing()) return nullptr;
  recording.draws = true;
  return recording.turn;
}

extern "C" {

int32_t tm_stream_new(int32_t device, tm_frame *frame) {
  static const char name[] = "Stream";
  TM_TRY(wantFrame(name, frame));
  TM_TRY(tm_use_device(name, device));
  cudaStream_t stream;
  cudaError_t e = cudaStreamCreateWithFlags(&stream, 0);
  if (e) return gpu::fail(name, e);
  frame->result[0] = streams.add(stream, device);
  return TM_OK;
}

int32_t tm_stream_free(int32_t stream) {
  static const char name[] = "Stream.dispose";
  Table<cudaStream_t>::Entry s;
  TM_TRY(find(streams, name, "stream", stream, &s));
  TM_TRY(wantNoRecording(name));
  if (gpu::stream() == s.what) gpu::useStream(s.device, nullptr);
  TM_TRY(tm_use_device(name, s.device));
  gpu::claimScratch();
  streams.remove(stream);
  return status(name, cudaStreamDestroy(s.what));
}

int32_t tm_set_stream(int32_t device, int32_t stream) {
  static const char name[] = "withStream";
  Table<cudaStream_t>::Entry s = {nullptr, device};
  if (stream != 0) TM_TRY(find(streams, name, "stream", stream, &s));
  if (s.device != device) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: stream %d is of cuda:%d, not of cuda:%d", name, stream, s.device, device);
  TM_TRY(tm_use_device(name, device));
  TM_TRY(wantNoRecording(name));
  gpu::useStream(device, s.what);
  return TM_OK;
}

int32_t tm_stream_synchronize(int32_t stream) {
  static const char name[] = "Stream.synchronize";
  Table<cudaStream_t>::Entry s;
  TM_TRY(find(streams, name, "stream", stream, &s));
  TM_TRY(wantNoRecording(name));
  cudaStream_t before = gpu::stream();
  gpu::useStream(s.device, s.what);
  const int32_t result = tm_settle(name);
  gpu::useStream(s.device, before);
  return result;
}

int32_t tm_event_new(int32_t device, tm_frame *frame) {
  static const char name[] = "Event";
  TM_TRY(wantFrame(name, frame));
  TM_TRY(tm_use_device(name, device));
  cudaEvent_t event;
  cudaError_t e = cudaEventCreateWithFlags(&event, 0);
  if (e) return gpu::fail(name, e);
  frame->result[0] = events.add(event, device);
  return TM_OK;
}

int32_t tm_event_free(int32_t event) {
  static const char name[] = "Event.dispose";
  Table<cudaEvent_t>::Entry e;
  TM_TRY(find(events, name, "event", event, &e));
  events.remove(event);
  return status(name, cudaEventDestroy(e.what));
}

int32_t tm_event_record(int32_t event) {
  static const char name[] = "Event.record";
  Table<cudaEvent_t>::Entry e;
  TM_TRY(find(events, name, "event", event, &e));
  return status(name, cudaEventRecord(e.what, gpu::stream()));
}

int32_t tm_event_wait(int32_t event) {
  static const char name[] = "Event.wait";
  Table<cudaEvent_t>::Entry e;
  TM_TRY(find(events, name, "event", event, &e));
  return status(name, cudaStreamWaitEvent(gpu::stream(), e.what, 0));
}

int32_t tm_event_synchronize(int32_t event) {
  static const char name[] = "Event.synchronize";
  Table<cudaEvent_t>::Entry e;
  TM_TRY(find(events, name, "event", event, &e));
  TM_TRY(wantNoRecording(name));
  return status(name, cudaEventSynchronize(e.what));
}

int32_t tm_event_query(int32_t event, tm_frame *frame) {
  static const char name[] = "Event.query";
  Table<cudaEvent_t>::Entry e;
  TM_TRY(wantFrame(name, frame));
  TM_TRY(find(events, name, "event", event, &e));
  const cudaError_t found = cudaEventQuery(e.what);
  if (found == cudaErrorNotReady) cudaGetLastError();
  frame->result[0] = found == cudaSuccess;
  return found == cudaErrorNotReady ? TM_OK : status(name, found);
}

int32_t tm_event_elapsed(int32_t from, int32_t to, tm_frame *frame) {
  static const char name[] = "Event.elapsedTime";
  Table<cudaEvent_t>::Entry a, b;
  TM_TRY(wantFrame(name, frame));
  TM_TRY(find(events, name, "event", from, &a));
  TM_TRY(find(events, name, "event", to, &b));
  float ms = 0;
  const cudaError_t e = cudaEventElapsedTime(&ms, a.what, b.what);
  if (e == cudaErrorNotReady || e == cudaErrorInvalidResourceHandle) {
    cudaGetLastError();
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: both events must have happened; synchronize() waits for one", name);
  }
  frame->result[0] = ms;
  return status(name, e);
}

int32_t tm_graph_begin(int32_t device) {
  static const char name[] = "graph";
  TM_TRY(tm_use_device(name, device));
  TM_TRY(wantNoRecording(name));
  TM_TRY(tm_settle(name));
  cudaStream_t &recorder = recorders[device];  // the default stream cannot be recorded
  cudaError_t e = recorder ? cudaSuccess : cudaStreamCreateWithFlags(&recorder, cudaStreamNonBlocking);
  uint32_t *turn = nullptr;
  if (!e) e = cudaMallocAsync((void **)&turn, sizeof *turn, gpu::stream());
  if (!e) e = cudaMemsetAsync(turn, 0, sizeof *turn, gpu::stream());
  if (!e) e = cudaStreamSynchronize(gpu::stream());
  if (!e) e = cudaStreamBeginCapture(recorder, cudaStreamCaptureModeThreadLocal);
  if (e) {
    if (turn) cudaFreeAsync(turn, gpu::stream());
    return gpu::fail(name, e);
  }
  recording = {recorder, gpu::stream(), turn, false};
  gpu::useStream(device, recorder);
  gpu::setCapturing(true);
  return TM_OK;
}

int32_t tm_graph_end(int32_t device, tm_frame *frame) {
  static const char name[] = "graph";
  if (!gpu::capturing()) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: no graph is being recorded", name);
  TM_TRY(tm_use_device(name, device));
  if (recording.draws) gpu::launch(countKernel, 1, 32, 0, recording.turn);
  const int32_t kept = tm_done(name);
  cudaGraph_t graph = nullptr;
  cudaGraphExec_t ready = nullptr;
  cudaError_t e = cudaStreamEndCapture(recording.recorder, &graph);
  gpu::setCapturing(false);
  gpu::useStream(device, recording.before);
  if (!e && !kept) e = cudaGraphInstantiate(&ready, graph, 0);
  if (graph) cudaGraphDestroy(graph);
  gpu::freeWaiting();
  if (!kept && !e && frame) return frame->result[0] = graphs.add({ready, recording.turn}, device), TM_OK;
  cudaFreeAsync(recording.turn, gpu::stream());
  if (ready) cudaGraphExecDestroy(ready);
  return kept ? kept : e ? gpu::fail(name, e) : wantFrame(name, frame);
}

int32_t tm_graph_launch(int32_t graph) {
  static const char name[] = "Graph.launch";
  Table<Graph>::Entry g;
  TM_TRY(find(graphs, name, "graph", graph, &g));
  TM_TRY(wantNoRecording(name));
  gpu::claimScratch();
  gpu::keep(cudaGraphLaunch(g.what.ready, gpu::stream()));
  return tm_done(name);
}

int32_t tm_graph_free(int32_t graph) {
  static const char name[] = "Graph.dispose";
  Table<Graph>::Entry g;
  TM_TRY(find(graphs, name, "graph", graph, &g));
  graphs.remove(graph);
  gpu::keep(cudaFreeAsync(g.what.turn, gpu::stream()));
  return status(name, cudaGraphExecDestroy(g.what.ready));
}

}  // extern "C"
