#!/bin/sh
# Builds the library, incrementally: sh build.sh [--sanitize | --cuda [--emulated]]. With --sanitize: under the address and
# undefined-behaviour sanitizers, beside the other one, in build/sanitize. With --cuda: the library for GPUs, by nvcc; with
# --emulated: the one that computes the same on the host, by g++.
set -eu
cd "$(dirname "$0")"
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
case "${*:-}" in
  "") exec make --silent -j "$jobs" ;;
  --sanitize) exec make --silent -j "$jobs" SANITIZE=1 ;;
  --cuda)
    command -v nvcc >/dev/null || { echo "build.sh: the CUDA library needs nvcc of CUDA 13 or later on the PATH" >&2; exit 1; }
    exec make --silent -j "$jobs" cuda ;;
  "--cuda --emulated")
    command -v g++ >/dev/null || { echo "build.sh: the emulated CUDA library needs g++" >&2; exit 1; }
    exec make --silent -j "$jobs" cuda_emulated ;;
  *) echo "build.sh: unknown options $*; they are --sanitize, --cuda and --cuda --emulated" >&2; exit 2 ;;
esac
