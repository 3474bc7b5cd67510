/* Chooses the instruction set: the best that both the build and the processor have, or the one named by TAIMATSU_ISA. */
#include "dispatch.h"
#include <stdlib.h>
#include <string.h>


#define KERNEL(type, name, parameters) type name##_base parameters;
#include "kernels/kernels.def"
#undef KERNEL
static const tm_kernels table_base = {
#define KERNEL(type, name, parameters) .name = name##_base,
#include "kernels/kernels.def"
#undef KERNEL
};

#if defined(__x86_64__)
#define KERNEL(type, name, parameters) type name##_avx2 parameters;
#include "kernels/kernels.def"
#undef KERNEL
static const tm_kernels table_avx2 = {
#define KERNEL(type, name, parameters) .name = name##_avx2,
#include "kernels/kernels.def"
#undef KERNEL
};
#define KERNEL(type, name, parameters) type name##_avx512 parameters;
#include "kernels/kernels.def"
#undef KERNEL
static const tm_kernels table_avx512 = {
#define KERNEL(type, name, parameters) .name = name##_avx512,
#include "kernels/kernels.def"
#undef KERNEL
};
#endif

tm_kernels tm_kernel;
static const char *isa = "base";

const char *tm_isa_name(void) { return isa; }

static void use(const char *name, const tm_kernels *table) { isa = name, tm_kernel = *table; }

__attribute__((constructor)) static void choose(void) {
#if defined(__aarch64__)
  use("neon", &table_base); /* NEON is part of the architecture: the baseline copy has it */
#else
  use("base", &table_base);
#endif
#if defined(__x86_64__)
  const char *wanted = getenv("TAIMATSU_ISA");
  if (wanted && strcmp(wanted, "base") == 0) return;
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return;
  use("avx2", &table_avx2);
  if (wanted && strcmp(wanted, "avx2") == 0) return;
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512bw"))
    use("avx512", &table_avx512);
#endif
}
