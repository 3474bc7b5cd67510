/* Thread pool: one function. See pool.c. */
#ifndef TM_POOL_H
#define TM_POOL_H
#include <stdint.h>

typedef void (*tm_range_fn)(void *ctx, int64_t begin, int64_t end);

/* Calls fn on [0, n) in chunks of `grain` (the last may be shorter). Chunk borders depend on n and grain alone,
   never on the number of threads. Nested calls run on the calling thread. */
void tm_parallel_for(int64_t n, int64_t grain, tm_range_fn fn, void *ctx);
void tm_set_threads(int threads); /* 1 = no workers */
int tm_threads(void);
#endif
