// What the libraries have in common that stand in for NVIDIA's on the host.
#pragma once
#include <cstdlib>
#include <cstring>

/// Whether a function is to fail: TM_STAND_IN_FAILS names it.
inline bool fails(const char *function) {
  const char *value = std::getenv("TM_STAND_IN_FAILS");
  return value && std::strcmp(value, function) == 0;
}
