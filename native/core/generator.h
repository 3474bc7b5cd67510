/* The state of a random generator, in the caller's buffer. */
#ifndef TM_GENERATOR_H
#define TM_GENERATOR_H
#include "core.h"
#include "twister.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Mersenne Twister MT19937 with Torch7's cached half of a normal pair. Nothing in it is trusted: see tm_generator_open. */
typedef struct __attribute__((packed)) {
  uint64_t magic;
  double seed;
  double second; /* of the last normal pair, if it has not been given out */
  uint32_t has_second;
  uint32_t next; /* words of `state` already given out, 0 … TM_TWISTER */
  uint32_t state[TM_TWISTER];
} tm_generator;

/* Checks the buffer, whatever it holds, and returns it as a generator. */
int32_t tm_generator_open(tm_generator **generator, const char *caller, tm_bytes *bytes);
/* The next 32 random bits. */
uint32_t tm_generator_bits(tm_generator *generator);

#ifdef __cplusplus
}
#endif
#endif
