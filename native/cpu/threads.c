/* The number of threads, and the instruction set. */
#include "core.h"
#include "dispatch.h"
#include "pool.h"
#include <unistd.h>

int32_t tm_isa(tm_bytes *text, int32_t capacity) { return tm_give_text(tm_isa_name(), text, capacity); }

int32_t tm_set_num_threads(int32_t threads) {
  if (threads < 1 || threads > 256) return tm_fail(TM_BAD_ARGUMENT, "Cannot set the number of threads: it must be from 1 to 256 but is %d", threads);
  tm_set_threads(threads);
  return TM_OK;
}

int32_t tm_num_threads(tm_frame *frame) {
  if (!frame) return tm_fail(TM_BAD_ARGUMENT, "Cannot read the number of threads: the frame is missing");
  long processors = sysconf(_SC_NPROCESSORS_ONLN);
  frame->result[0] = tm_threads();
  frame->result[1] = processors < 1 ? 1 : (double)processors;
  return TM_OK;
}
