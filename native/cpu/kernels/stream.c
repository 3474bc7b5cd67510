/* Stores that pass the cache by: a result too large to stay there is not read in before it is overwritten. */
#include "simd.h"
#include <stddef.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#if defined(__AVX512F__)
#define PUT(to, from) _mm512_stream_si512((void *)(to), _mm512_loadu_si512(from))
#elif defined(__AVX2__)
#define PUT(to, from) _mm256_stream_si256((void *)(to), _mm256_loadu_si256((const void *)(from)))
#elif defined(__x86_64__)
#define PUT(to, from) _mm_stream_si128((void *)(to), _mm_loadu_si128((const void *)(from)))
#endif

void FN(stream)(void *to_, const void *from_, size_t bytes) {
#ifdef PUT
  char *to = to_;
  const char *from = from_;
  size_t head = -(uintptr_t)to & 63;
  if (head > bytes) head = bytes;
  memcpy(to, from, head);
  to += head, from += head, bytes -= head;
  for (; bytes >= 64; to += 64, from += 64, bytes -= 64)
    for (int i = 0; i < 64; i += VBYTES) PUT(to + i, from + i);
  memcpy(to, from, bytes);
#else
  memcpy(to_, from_, bytes);
#endif
}

/* Before others may look: these stores are not ordered with the ones that follow. */
void FN(stream_end)(void) {
#ifdef PUT
  _mm_sfence();
#endif
}
