/* What the CUDA library has beside the functions of taimatsu.h: devices, their memory, streams, events, graphs.

   The storage of a tensor (tm_data) is a handle: TM_HANDLE_BYTES of the caller's memory that tm_alloc fills. The bytes of a storage, in
   frames and as arguments, are its extent: TM_EXTENT(device, bytes), which is negative, so that neither library takes a storage of
   the other. Functions return a tm_status as those of taimatsu.h do; work is queued on the calling thread's stream, and whatever
   brings numbers to the host waits for it. */
#ifndef TAIMATSU_CUDA_H
#define TAIMATSU_CUDA_H
#include "taimatsu.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Changes whenever a prototype here or in taimatsu.h changes. */
enum { TM_CUDA_ABI = 3 };
TM_API int32_t tm_cuda_abi(void);

enum { TM_HANDLE_BYTES = 32 };
#define TM_EXTENT_UNIT 0x1p46
#define TM_EXTENT(device, bytes) (-(((double)(device) + 1) * TM_EXTENT_UNIT + (double)(bytes)))

/* ---- devices (device.cu) ---- */

/* result[0] = number of GPUs: 0 without a driver or a GPU, and then tm_last_error() says why. result[1] = 1 if they are emulated. */
TM_API int32_t tm_device_count(tm_frame *frame);
/* result[0] = CUDA's version that the library was built with (13000 is 13.0), result[1] = the newest that the driver knows, or 0. */
TM_API int32_t tm_cuda_versions(tm_frame *frame);
/* Lines "name value" of all that is known of a device. */
TM_API int32_t tm_device_properties(int32_t device, tm_bytes *text, int32_t capacity);
/* Waits for all work on a device, and reports what went wrong meanwhile. */
TM_API int32_t tm_synchronize(int32_t device);
/* Waits in another thread's place, and leaves what went wrong for that thread to ask for. */
TM_API int32_t tm_wait(int32_t device);

/* Whether products and convolutions of float32 may round to TF32, whose 10 bits of mantissa are many times faster (cublas.cu); they may not at first. */
TM_API int32_t tm_allow_tf32(int32_t allowed);
/* What computes products: cuBLAS, by path and version, or the library's own kernels, and why. */
TM_API int32_t tm_blas_description(int32_t device, tm_bytes *text, int32_t capacity);
/* Whether convolutions may go to cuDNN (cudnn.cu); they may not at first. result[0] = 1 if they do from now on, 0 if not. */
TM_API int32_t tm_allow_cudnn(int32_t device, int32_t allowed, tm_frame *frame);
/* What computes convolutions: cuDNN, by path and version, or the library's own kernels, and why. */
TM_API int32_t tm_cudnn_description(int32_t device, tm_bytes *text, int32_t capacity);

/* ---- memory (memory.cu) ---- */

/* Makes a storage of unknown or zeroed contents. */
TM_API int32_t tm_alloc(tm_bytes *handle, int32_t device, double bytes, int32_t zeroed);
/* Gives it back once the work that was queued before is done. A handle that holds nothing is left alone. */
TM_API int32_t tm_free(tm_bytes *handle);
/* Copies to a storage from `offset` on, and from it; the host's memory may be used again as soon as they return. `queued`: if that
   memory is pinned they return before the work is done, and the memory must be left alone until then. */
TM_API int32_t tm_upload(tm_bytes *handle, double offset, const tm_bytes *from, double bytes, int32_t queued);
TM_API int32_t tm_download(const tm_bytes *handle, double offset, tm_bytes *to, double bytes, int32_t queued);
/* result[0] = the address of pinned memory of the host, with unknown contents: page-locked, so that a GPU copies by itself. */
TM_API int32_t tm_pin(int32_t device, double bytes, tm_frame *frame);
/* Gives it back once the copies that were queued are done. */
TM_API int32_t tm_unpin(double address);
/* result: bytes of the device that are free, all, those of our storages, the most there were, those the pool holds, storages. */
TM_API int32_t tm_memory_info(int32_t device, tm_frame *frame);
/* Gives what the pool holds without need back to the device. */
TM_API int32_t tm_empty_cache(int32_t device);

/* ---- streams, events, graphs (stream.cu): numbers from 1 stand for them until they are freed; stream 0 is a device's default ---- */

/* result[0] = a new stream of a device. */
TM_API int32_t tm_stream_new(int32_t device, tm_frame *frame);
/* Frees a stream once its work is done; a thread that works on it goes on with the default one. */
TM_API int32_t tm_stream_free(int32_t stream);
/* Makes a stream the one on which the calling thread works on a device. */
TM_API int32_t tm_set_stream(int32_t device, int32_t stream);
/* Waits for the work on a stream, and reports what went wrong meanwhile. */
TM_API int32_t tm_stream_synchronize(int32_t stream);

/* result[0] = a new event of a device. */
TM_API int32_t tm_event_new(int32_t device, tm_frame *frame);
TM_API int32_t tm_event_free(int32_t event);
/* The event happens when the work that is now on the calling thread's stream is done. */
TM_API int32_t tm_event_record(int32_t event);
/* What comes on the calling thread's stream waits for the event. */
TM_API int32_t tm_event_wait(int32_t event);
TM_API int32_t tm_event_synchronize(int32_t event);
/* result[0] = 1 if the event has happened, 0 if not. */
TM_API int32_t tm_event_query(int32_t event, tm_frame *frame);
/* result[0] = milliseconds between two events that have happened. */
TM_API int32_t tm_event_elapsed(int32_t from, int32_t to, tm_frame *frame);

/* Records what the calling thread does on a device instead of doing it, until tm_graph_end: result[0] = the graph. */
TM_API int32_t tm_graph_begin(int32_t device);
TM_API int32_t tm_graph_end(int32_t device, tm_frame *frame);
/* Does it, on the calling thread's stream. */
TM_API int32_t tm_graph_launch(int32_t graph);
TM_API int32_t tm_graph_free(int32_t graph);

#ifdef __cplusplus
}
#endif
#endif
