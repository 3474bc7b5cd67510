/* Memory for array buffers that nobody has to zero: the engine zeroes what it allocates, which costs as much as a simple operation on
   it. Node-API is the one way to hand it memory with a function that frees it. Its functions belong to the program that loads this
   library, and are looked up when it does so as an addon: other programs need none of them. */
#define _GNU_SOURCE
#include <dlfcn.h>
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

static void free_memory(napi_env env, void *data, void *hint) {
  (void)env, (void)hint;
  free(data);
}

/* allocate(bytes): an ArrayBuffer with unknown contents, or undefined if there is no memory. */
static napi_value allocate(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument, result;
  double bytes;
  if (api.get_cb_info(env, info, &count, &argument, NULL, NULL) || api.get_value_double(env, argument, &bytes)) return NULL;
  if (!(bytes >= 1 && bytes <= 0x1p40)) return NULL;
  size_t size = (size_t)bytes;
  void *memory = aligned_alloc(64, (size + 63) & ~(size_t)63);
  if (!memory) return NULL;
  if (!api.create_external_arraybuffer(env, memory, size, free_memory, NULL, &result)) return result;
  free(memory);
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
