/* Iteration for operands that lie across each other. */
#ifndef TM_TILES_H
#define TM_TILES_H
#include "iterate.h"

/* If some operand is contiguous along another dimension than the result, runs fn over tiles in which such operands are turned to
   lie along the result's rows first, and returns true; `streams` writes the result past the cache. Otherwise does nothing. */
bool tm_run_tiles(const tm_iter *it, int64_t grain, bool streams, tm_inner_fn fn, void *ctx);
#endif
