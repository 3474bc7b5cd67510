/* A storage in the memory of a GPU, as the caller holds it: TM_HANDLE_BYTES that tm_alloc fills. */
#ifndef TM_HANDLE_H
#define TM_HANDLE_H
#include <stdint.h>

enum { TM_HANDLE_MARK = 0x74616d68 };

typedef struct {
  void *address;
  uint64_t bytes;
  int32_t device, mark; /* TM_HANDLE_MARK while it holds memory */
  uint64_t unused;
} tm_handle;
#endif
