/* Files as memory. */
#define _DEFAULT_SOURCE
#include "iterate.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is mapped: only that may be unmapped. */
typedef struct mapping {
  void *address;
  size_t bytes;
  struct mapping *next;
} mapping;

static mapping *mappings;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int32_t fail(const char *path, const char *what) {
  return tm_fail(TM_LIBRARY_FAILED, "Cannot map %.200s: %s (%s)", path, what, strerror(errno));
}

static int32_t map(const char *path, int fd, bool shared, double bytes, tm_frame *frame) {
  struct stat status;
  if (fstat(fd, &status) != 0) return fail(path, "its size cannot be read");
  if (!S_ISREG(status.st_mode)) return tm_fail(TM_BAD_ARGUMENT, "Cannot map %.200s: it must be a file", path);
  if (bytes > (double)status.st_size)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot map %.200s: it must have %.0f bytes but has %.0f", path, bytes, (double)status.st_size);
  mapping *m = malloc(sizeof *m);
  if (!m) return tm_fail(TM_OUT_OF_MEMORY, "Cannot map %.200s: no memory for its entry", path);
  m->bytes = (size_t)bytes;
  m->address = mmap(NULL, m->bytes, PROT_READ | PROT_WRITE, shared ? MAP_SHARED : MAP_PRIVATE, fd, 0);
  if (m->address == MAP_FAILED) {
    free(m);
    return fail(path, "the system refused");
  }
  pthread_mutex_lock(&lock);
  m->next = mappings;
  mappings = m;
  pthread_mutex_unlock(&lock);
  frame->result[0] = (double)(uintptr_t)m->address;
  return TM_OK;
}

int32_t tm_map_file(tm_bytes *path, int32_t path_bytes, int32_t shared, double bytes, tm_frame *frame) {
  if (!path || !frame) return tm_fail(TM_DETACHED, "Cannot map a file: the path and the frame must not be NULL");
  if (path_bytes < 1 || path_bytes >= PATH_MAX || memchr(path, 0, (size_t)path_bytes))
    return tm_fail(TM_BAD_ARGUMENT, "Cannot map a file: the path must have 1 to %d bytes without NUL but has %d", PATH_MAX - 1, path_bytes);
  if (shared != 0 && shared != 1) return tm_fail(TM_BAD_ARGUMENT, "Cannot map a file: shared must be 0 or 1 but is %d", shared);
  if (!(bytes >= 1 && bytes <= 0x1p53 && bytes == (double)(int64_t)bytes))
    return tm_fail(TM_BAD_ARGUMENT, "Cannot map a file: bytes must be an integer from 1 to 2^53 but is %g", bytes);
  char text[PATH_MAX];
  memcpy(text, path, (size_t)path_bytes);
  text[path_bytes] = 0;
  int fd = open(text, (shared ? O_RDWR : O_RDONLY) | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return fail(text, "it cannot be opened");
  int32_t status = map(text, fd, shared == 1, bytes, frame);
  close(fd);
  return status;
}

int32_t tm_unmap_file(double address) {
  pthread_mutex_lock(&lock);
  mapping **at = &mappings;
  while (*at && (double)(uintptr_t)(*at)->address != address) at = &(*at)->next;
  mapping *m = *at;
  if (m) *at = m->next;
  pthread_mutex_unlock(&lock);
  if (!m) return tm_fail(TM_BAD_ARGUMENT, "Cannot unmap a file: none is mapped at %.0f", address);
  int failed = munmap(m->address, m->bytes);
  free(m);
  return failed ? tm_fail(TM_LIBRARY_FAILED, "Cannot unmap a file: the system refused") : TM_OK;
}
