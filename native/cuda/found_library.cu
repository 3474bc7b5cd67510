// Libraries that are looked for at run time: see found_library.h.
#include "found_library.h"

#include <dlfcn.h>
#include <glob.h>

#include <cstdlib>
#include <cstring>

namespace gpu {
namespace {

/// Opens the library in a folder, in whose name * stands for anything, and leaves its path.
void *openIn(const std::string &folder, const WantedLibrary &wanted, std::string *path) {
  for (const char *name : wanted.names) {
    if (!name) continue;
    glob_t found;
    void *library = nullptr;
    if (glob((folder + "/" + name).c_str(), 0, nullptr, &found) == 0)
      for (size_t i = 0; i < found.gl_pathc && !library; i++) {
        std::string beside = *path = found.gl_pathv[i];
        if (wanted.neighbour) {
          beside.replace(beside.rfind(wanted.stem), std::strlen(wanted.stem), wanted.neighbour);
          dlopen(beside.c_str(), RTLD_NOW | RTLD_LOCAL);
        }
        library = dlopen(path->c_str(), RTLD_NOW | RTLD_LOCAL);
      }
    globfree(&found);
    if (library) return library;
  }
  return nullptr;
}

/// Opens the library in folders with : between them.
void *openInFolders(const std::string &folders, const WantedLibrary &wanted, std::string *path) {
  for (size_t at = 0; at <= folders.size();) {
    size_t end = folders.find(':', at);
    if (end == std::string::npos) end = folders.size();
    if (void *library = openIn(folders.substr(at, end - at), wanted, path)) return library;
    at = end + 1;
  }
  return nullptr;
}

#ifdef __CUDACC__
/// Opens the library where it usually is.
void *openAnywhere(const WantedLibrary &wanted, std::string *path) {
  for (int flags : {RTLD_NOW | RTLD_NOLOAD, RTLD_NOW})
    for (const char *name : wanted.names)
      if (name)
        if (void *library = dlopen(name, flags)) return *path = name, library;
  for (const char *variable : {"CUDA_PATH", "CUDA_HOME"})
    if (const char *root = std::getenv(variable))
      if (void *library = openIn(std::string(root) + "/lib64", wanted, path)) return library;
  if (void *library = openIn("/usr/local/cuda/lib64", wanted, path)) return library;
  for (const char *base : {(const char *)std::getenv("VIRTUAL_ENV"), (const char *)std::getenv("CONDA_PREFIX"), "/usr/local", "/usr"})
    for (const char *packages : {"site-packages", "dist-packages"})
      for (const char *folder : wanted.folders)
        if (base)
          if (void *library = openIn(std::string(base) + "/lib/python3*/" + packages + "/nvidia/" + folder + "/lib", wanted, path)) return library;
  return nullptr;
}
#else
void *openAnywhere(const WantedLibrary &, std::string *) { return nullptr; }  // it would take addresses of the host for those of a GPU
#endif

const char *foldersWanted() { return std::getenv("TAIMATSU_CUDA_LIBRARIES"); }

}  // namespace

void *findLibrary(const WantedLibrary &wanted, std::string *path) {
  const char *folders = foldersWanted();
  return folders ? openInFolders(folders, wanted, path) : openAnywhere(wanted, path);
}

const char *whereLibrariesAre() {
  return foldersWanted() ? "TAIMATSU_CUDA_LIBRARIES" : "the loader's path, CUDA_PATH, /usr/local/cuda or a Python environment";
}

bool bindFunction(void *library, const char *name, void **to) { return (*to = dlsym(library, name)) != nullptr; }

}  // namespace gpu
