/* What the libraries of all devices share: failures, and reading the operands of a call. */
#ifndef TM_CORE_H
#define TM_CORE_H
#include "taimatsu.h"
#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Sets the calling thread's message and returns `status`. Call it outside parallel regions. */
int32_t tm_fail(tm_status status, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Copies text, NUL-terminated and cut to `capacity`. */
int32_t tm_give_text(const char *text, tm_bytes *out, int32_t capacity);

/* A checked operand: `data` points at the first element; every element that sizes and strides reach lies in the storage. */
typedef struct {
  void *data;
  int dtype, dims;
  int64_t n; /* elements; 0 without dimensions */
  int64_t size[TM_MAX_DIMS], stride[TM_MAX_DIMS];
} tm_tensor;

/* Reads operand k of the frame. `caller` names the function and `name` the argument in messages. */
int32_t tm_read(tm_tensor *t, const char *caller, const char *name, const tm_frame *frame, int k, const tm_data *data);
/* As tm_read; also requires a contiguous tensor. An operand that was left out (dims 0) gives data NULL and n 0. */
int32_t tm_read_contiguous(tm_tensor *t, const char *caller, const char *name, const tm_frame *frame, int k, const tm_data *data);
/* Checks the arguments of a …_n function and returns the address of the first element in *address, NULL if n is 0. */
int32_t tm_read_n(void **address, const char *caller, const char *name, int32_t dtype, double n, const tm_data *data, double offset,
                  double bytes);

bool tm_is_contiguous(const tm_tensor *t);
bool tm_same_size(const tm_tensor *a, const tm_tensor *b);
/* First and last byte that a tensor with elements reaches. */
void tm_extent(const tm_tensor *t, char **low, char **high);
/* Requires that the ranges of two tensors in memory do not meet: what is checked before a loop must not change in it. */
int32_t tm_check_apart(const char *caller, const char *a_name, const tm_tensor *a, const char *b_name, const tm_tensor *b);
/* Bytes of an element; dtype must be valid. */
size_t tm_element_size(int dtype);
/* "float32" …; "unknown" for a number that is no dtype. */
const char *tm_dtype_name(int dtype);

/* The end of a function that computed on a device: TM_OK, or what went wrong when its work was queued. */
#ifdef TM_CUDA
int32_t tm_done(const char *caller);
/* The same once all that was queued is done: for functions that return numbers. */
int32_t tm_settle(const char *caller);
/* Makes a GPU the calling thread's. */
int32_t tm_use_device(const char *caller, int device);
#else
static inline int32_t tm_done(const char *caller) {
  (void)caller;
  return TM_OK;
}
#endif

#define TM_TRY(call)                                                                                                              \
  do {                                                                                                                            \
    int32_t status_ = (call);                                                                                                     \
    if (status_ != TM_OK) return status_;                                                                                         \
  } while (0)

#ifdef __cplusplus
}
#endif
#endif
