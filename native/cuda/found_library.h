// Libraries of NVIDIA's that are looked for at run time: nothing needs them to be there.
#pragma once
#include <mutex>
#include <string>

#include "device.h"

namespace gpu {

/// What to look for: the names of the file, the folders of Python's packages that hold it, and the start of the name of a library
/// beside it that is loaded first, so that no other version of it is picked; null if it needs none.
struct WantedLibrary {
  const char *names[2], *folders[2], *stem, *neighbour;
};
/// Opens a library and leaves its path; null if it is not there. It is looked for in the folders of TAIMATSU_CUDA_LIBRARIES alone if that
/// is set, else in the process, on the loader's path, in the toolkit and in Python's packages; by the emulated GPU only in the former.
void *findLibrary(const WantedLibrary &wanted, std::string *path);
/// Where findLibrary looks, in words.
const char *whereLibrariesAre();

/// What `load` finds, looked for once. Null while a graph is recorded before that: looking waits for the GPU.
template <class Library> const Library *loadedOnce(Library (*load)()) {
  static std::mutex lock;
  static Library *found = nullptr;
  std::lock_guard<std::mutex> hold(lock);
  if (!found && !capturing()) found = new Library(load());
  return found;
}

/// Finds a function of a library; false if it lacks it.
bool bindFunction(void *library, const char *name, void **to);
template <class F> bool bindFunction(void *library, const char *name, F *&to) { return bindFunction(library, name, reinterpret_cast<void **>(&to)); }

}  // namespace gpu
