/* Memory for array buffers that nobody has to zero: the engine zeroes what it allocates, which costs as much as a simple operation on
   it. Node-API is the one way to hand it memory with a function that frees it. Its functions belong to the program that loads this
   library, and are looked up when it does so as an addon: other programs need none of them. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* The part of Node-API that is used here. */
typedef struct napi_env__ *napi_env;
typedef struct napi_value__ *napi_value;
typedef struct napi_callback_info__ *napi_callback_info;
typedef napi_value (*napi_callback)(napi_env, napi_callback_info);
typedef void (*napi_finalize)(napi_env, void *data, void *hint);

static struct {
  int (*create_function)(napi_env, const char *name, size_t length, napi_callback, void *data, napi_value *result);
  int (*set_named_property)(napi_env, napi_value object, const char *name, napi_value);
  int (*get_cb_info)(napi_env, napi_callback_info, size_t *count, napi_value *arguments, napi_value *self, void **data);
  int (*get_value_double)(napi_env, napi_value, double *result);
  int (*create_external_arraybuffer)(napi_env, void *data, size_t bytes, napi_finalize, void *hint, napi_value *result);
} api;

/* ---- memory ---- */

/* Memory comes from the system in sizes of eight steps to a doubling, and what is freed waits for the next buffer of its size: it is
   still in the cache then, and, unlike in the heap of malloc, buffers of changing sizes leave no gaps that only grow. */
enum { PAGE = 4096, STEPS = 8, SIZES = STEPS * 61 };
static const size_t WAITING_MOST = (size_t)64 << 20;

typedef struct waiting {
  struct waiting *next;
} waiting;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static waiting *lists[SIZES];
static size_t waiting_bytes;

static size_t size_of(int number) { return (size_t)(STEPS + number % STEPS) << (number / STEPS); }

/* The number of the least size that holds so many bytes. */
static int number_of(size_t bytes) {
  if (bytes < STEPS * PAGE) bytes = (bytes + PAGE - 1) & ~(size_t)(PAGE - 1);
  int shift = 63 - __builtin_clzll(bytes) - 3, number = STEPS * shift + (int)(bytes >> shift & (STEPS - 1));
  return size_of(number) < bytes ? number + 1 : number;
}

/* Gives all that waits back to the system. */
static void release_waiting(void) {
  for (int k = 0; k < SIZES; k++) {
    for (waiting *w = lists[k], *next; w; w = next) next = w->next, munmap(w, size_of(k));
    lists[k] = NULL;
  }
  waiting_bytes = 0;
}

/* Memory of at least so many bytes, and the number of its size: of up to twice the size, if that waits. */
static void *take_memory(size_t bytes, int *number) {
  int least = number_of(bytes), most = least + STEPS;
#ifdef __SANITIZE_ADDRESS__
  *number = least;
  return aligned_alloc(64, (bytes + 63) & ~(size_t)63); /* with borders that nobody may cross */
#endif
  pthread_mutex_lock(&lock);
  int k = least;
  while (k < most && !lists[k]) k++;
  waiting *found = k < most ? lists[k] : NULL;
  if (found) lists[k] = found->next, waiting_bytes -= size_of(k);
  pthread_mutex_unlock(&lock);
  *number = found ? k : least;
  if (found) return found;
  void *memory = mmap(NULL, size_of(least), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

static void give_memory(void *memory, int number) {
#ifdef __SANITIZE_ADDRESS__
  free(memory);
  return;
#endif
  waiting *w = memory;
  size_t size = size_of(number);
  if (size > WAITING_MOST) {
    munmap(memory, size);
    return;
  }
  pthread_mutex_lock(&lock);
  if (waiting_bytes + size > WAITING_MOST) release_waiting();
  w->next = lists[number], lists[number] = w, waiting_bytes += size;
  pthread_mutex_unlock(&lock);
}

static void free_memory(napi_env env, void *data, void *number) {
  (void)env;
  give_memory(data, (int)(intptr_t)number);
}

/* ---- what the engine calls ---- */

/* allocate(bytes): an ArrayBuffer with unknown contents, or undefined if there is no memory. */
static napi_value allocate(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument, result;
  double bytes;
  if (api.get_cb_info(env, info, &count, &argument, NULL, NULL) || api.get_value_double(env, argument, &bytes)) return NULL;
  if (!(bytes >= 1 && bytes <= 0x1p40)) return NULL;
  size_t size = (size_t)bytes;
  int number;
  void *memory = take_memory(size, &number);
  if (!memory) return NULL;
  if (!api.create_external_arraybuffer(env, memory, size, free_memory, (void *)(intptr_t)number, &result)) return result;
  give_memory(memory, number);
  return NULL;
}

static void keep_memory(napi_env env, void *data, void *hint) { (void)env, (void)data, (void)hint; }

/* press(): a dead buffer of as many bytes as young ones may have before the engine looks for dead ones. It lies where nobody can
   read or write, and takes no memory. */
static napi_value press(napi_env env, napi_callback_info info) {
  enum { BYTES = 64 << 20 };
  static void *nowhere; /* a second one, made by a Worker at the same time, would do no harm */
  napi_value result;
  (void)info;
  if (!nowhere) nowhere = mmap(NULL, BYTES, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (nowhere != MAP_FAILED) api.create_external_arraybuffer(env, nowhere, BYTES, keep_memory, NULL, &result);
  return NULL;
}

static int add(napi_env env, napi_value exports, const char *name, napi_callback callback) {
  napi_value function;
  return api.create_function(env, name, strlen(name), callback, NULL, &function) || api.set_named_property(env, exports, name, function);
}

#define FIND(name) *(void **)&api.name = dlsym(RTLD_DEFAULT, "napi_" #name)

/* What the engine calls when it loads an addon. It exports all of this or, where Node-API is not whole, nothing. */
__attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  FIND(create_function), FIND(set_named_property), FIND(get_cb_info), FIND(get_value_double), FIND(create_external_arraybuffer);
  if (!api.create_function || !api.set_named_property || !api.get_cb_info || !api.get_value_double || !api.create_external_arraybuffer)
    return NULL;
  return add(env, exports, "allocate", allocate) || add(env, exports, "press", press) ? NULL : exports;
}
