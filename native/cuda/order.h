// Sorting pairs of a key and a position.
#pragma once
#include "device.h"

namespace gpu {

/// A key of 64 bits and a position.
struct alignas(16) WidePair {
  uint64_t key, at;
};

/// Sorts lines of n pairs, no two of which are equal, with as much space in `more`; returns which of the two then holds them.
WidePair *sortWidePairs(int64_t n, int64_t count, WidePair *pairs, WidePair *more);

}  // namespace gpu
