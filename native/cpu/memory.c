/* Memory: scratch of a thread, and large pages for whatever is large. */
#define _DEFAULT_SOURCE
#include "memory.h"
#include "iterate.h"
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/* Tables of pages of 4 KiB cost a tenth of the time of an element-wise operation on 4 MB. */
enum { LARGE = 1 << 20, PAGE = 4096 };

/* A wish: where the system has no large pages, nothing changes. */
static void prefer_large_pages(void *memory, size_t bytes) {
#ifdef MADV_HUGEPAGE
  uintptr_t first = ((uintptr_t)memory + PAGE - 1) & ~(uintptr_t)(PAGE - 1);
  uintptr_t end = ((uintptr_t)memory + bytes) & ~(uintptr_t)(PAGE - 1);
  if (first < end) madvise((void *)first, end - first, MADV_HUGEPAGE);
#else
  (void)memory, (void)bytes;
#endif
}

int32_t tm_prefer_large_pages(tm_bytes *memory, double bytes) {
  if (!memory) return tm_fail(TM_DETACHED, "Cannot choose pages: the memory must not be NULL");
  if (!(bytes >= 0 && bytes <= 0x1p53)) return tm_fail(TM_BAD_ARGUMENT, "Cannot choose pages: bytes must be from 0 to 2^53 but is %g", bytes);
  prefer_large_pages(memory, (size_t)bytes);
  return TM_OK;
}

#ifdef __GLIBC__
/* Memory that the collector frees is soon wanted again: returning it to the system costs more than using it. */
__attribute__((constructor)) static void keep_freed_memory(void) {
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
}
#endif

/* ---- scratch ---- */

typedef struct {
  void *p[TM_SLOTS];
  size_t size[TM_SLOTS];
} scratch;

static pthread_key_t scratch_key;
static pthread_once_t scratch_once = PTHREAD_ONCE_INIT;

static void free_scratch(void *held) {
  scratch *s = held;
  for (int i = 0; i < TM_SLOTS; i++) free(s->p[i]);
  free(s);
}
static void make_key(void) { pthread_key_create(&scratch_key, free_scratch); }

void *tm_scratch(int slot, size_t bytes) {
  static _Thread_local scratch *held;
  if (!held) {
    pthread_once(&scratch_once, make_key);
    held = calloc(1, sizeof *held);
    if (!held) return NULL;
    pthread_setspecific(scratch_key, held);
  }
  if (held->size[slot] < bytes) {
    free(held->p[slot]);
    size_t size = (bytes + bytes / 4 + 4095) & ~(size_t)4095;
    held->p[slot] = aligned_alloc(64, size);
    held->size[slot] = held->p[slot] ? size : 0;
    if (held->size[slot] >= LARGE) prefer_large_pages(held->p[slot], size);
  }
  return held->p[slot];
}
