/* What every family of the CPU library shares: failures, reading operands, iteration, scratch. */
#ifndef TM_CORE_H
#define TM_CORE_H
#include "memory.h"
#include "pool.h"
#include "taimatsu.h"
#include <stdbool.h>
#include <stddef.h>

/* Sets the calling thread's message and returns `status`. Call it outside parallel regions. */
int32_t tm_fail(tm_status status, const char *format, ...) __attribute__((format(printf, 2, 3)));

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

#define TM_TRY(call)                                                                                                              \
  do {                                                                                                                            \
    int32_t status_ = (call);                                                                                                     \
    if (status_ != TM_OK) return status_;                                                                                         \
  } while (0)

/* ---- iteration over tensors of equal sizes ---- */

enum { TM_ITER_OPERANDS = 5 };

/* A nest of loops shared by the operands: length-1 dimensions dropped, neighbours merged where all operands allow it, the
   innermost dimension last. Strides count elements. */
typedef struct {
  int operands, dims; /* dims >= 1 */
  int64_t n;
  int64_t size[TM_MAX_DIMS], stride[TM_ITER_OPERANDS][TM_MAX_DIMS];
  char *data[TM_ITER_OPERANDS];
  size_t width[TM_ITER_OPERANDS]; /* bytes of an element */
} tm_iter;

void tm_iter_init(tm_iter *it, int operands, const tm_tensor *const tensors[]);

/* Works on n elements along the innermost dimension; p and stride (in elements) are per operand. */
typedef void (*tm_inner_fn)(void *ctx, int64_t n, char *const p[], const int64_t stride[]);
/* Calls fn over the whole nest, split between threads in pieces of about `grain` elements. Piece borders depend on sizes only. */
void tm_iter_run(const tm_iter *it, int64_t grain, tm_inner_fn fn, void *ctx);
/* The same in the calling thread and in row-major order. */
void tm_iter_run_serial(const tm_iter *it, tm_inner_fn fn, void *ctx);

/* About 5 microseconds of work: elements of a memory-bound loop, of a loop with a transcendental function. */
enum { TM_GRAIN = 32768, TM_GRAIN_MATH = 8192 };

#endif
