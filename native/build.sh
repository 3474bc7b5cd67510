#!/bin/sh
# Builds the library, incrementally: sh build.sh [--cuda [--emulated]] [--sanitize]. With --cuda: the library for GPUs, by nvcc; with
# --emulated: the one that computes the same on the host, by g++. With --sanitize: under the address and undefined-behaviour
# sanitizers, beside the other one, in build/sanitize.
set -eu
cd "$(dirname "$0")"
target=all compiler="" sanitize=""
for option; do
  case "$target$sanitize $option" in
    "all --cuda") target=cuda compiler="nvcc of CUDA 13 or later" ;;
    "cuda --emulated") target=cuda_emulated compiler=g++ ;;
    "all --sanitize" | "cuda_emulated --sanitize") sanitize=SANITIZE=1 ;;
    *)
      echo "build.sh: unknown options $*; they are --cuda, --emulated after it, and --sanitize but not for nvcc" >&2
      exit 2 ;;
  esac
done
if [ -n "$compiler" ] && ! command -v "${compiler%% *}" >/dev/null; then
  echo "build.sh: $target needs $compiler on the PATH" >&2
  exit 1
fi
exec make --silent -j "$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)" $sanitize "$target"
