/* Running loops over tensors on the threads of the pool. */
#ifndef TM_ITERATE_H
#define TM_ITERATE_H
#include "memory.h"
#include "nest.h"
#include "pool.h"

/* Works on n elements along the innermost dimension; p and stride (in elements) are per operand. */
typedef void (*tm_inner_fn)(void *ctx, int64_t n, char *const p[], const int64_t stride[]);
/* Calls fn over the whole nest, split between threads in pieces of about `grain` elements. Piece borders depend on sizes only. */
void tm_iter_run(const tm_iter *it, int64_t grain, tm_inner_fn fn, void *ctx);
/* The same in the calling thread and in row-major order. */
void tm_iter_run_serial(const tm_iter *it, tm_inner_fn fn, void *ctx);

/* About 5 microseconds of work: elements of a memory-bound loop, of a loop with a transcendental function. */
enum { TM_GRAIN = 32768, TM_GRAIN_MATH = 8192 };
#endif
