// Philox 4x32-10 (Salmon, Moraes, Dror, Shaw 2011): block i of four numbers is a function of the key and i alone, so that the shape of
// a launch does not matter. The CPU draws from one Mersenne Twister, each of whose numbers follows from those before: a GPU that gave
// the same numbers would have to make them one after another. So a call takes only its key from the host's generator, and its numbers
// differ from those of the CPU, but not from those of any other GPU or of the same seed.
#pragma once
#include <cstdint>

#include "tm_cuda.h"

namespace gpu {

struct Random4 {
  uint32_t v[4];
};

/// What the numbers of a call are a function of. `turn` says how often the graph that the call is part of was launched before; null
/// outside of graphs, whose numbers are those of the first launch.
struct Key {
  uint32_t low, high;
  const uint32_t *turn;
};

__device__ inline Random4 philox(uint64_t block, const Key &key) {
  Random4 c = {{uint32_t(block), uint32_t(block >> 32), key.turn ? *key.turn : 0, 0}};
  uint32_t key0 = key.low, key1 = key.high;
  for (int round = 0; round < 10; round++, key0 += 0x9E3779B9u, key1 += 0xBB67AE85u) {
    const uint32_t h0 = __umulhi(0xD2511F53u, c.v[0]), l0 = 0xD2511F53u * c.v[0];
    const uint32_t h1 = __umulhi(0xCD9E8D57u, c.v[2]), l1 = 0xCD9E8D57u * c.v[2];
    c = {{h1 ^ c.v[1] ^ key0, l1, h0 ^ c.v[3] ^ key1, l0}};
  }
  return c;
}

}  // namespace gpu
