/* Scratch memory. See memory.c. */
#ifndef TM_MEMORY_H
#define TM_MEMORY_H
#include <stddef.h>

/* Scratch of the calling thread, 64-byte aligned, kept between calls and freed with the thread; one live block per slot.
   NULL if memory is exhausted. */
enum { TM_SLOTS = 8 };
void *tm_scratch(int slot, size_t bytes);
#endif
