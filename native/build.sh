#!/bin/sh
# Builds the library, incrementally: sh build.sh [--sanitize]. With --sanitize: under the address and undefined-behaviour
# sanitizers, beside the other one, in build/sanitize.
set -eu
cd "$(dirname "$0")"
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
case "${1:-}" in
  "") exec make --silent -j "$jobs" ;;
  --sanitize) exec make --silent -j "$jobs" SANITIZE=1 ;;
  *) echo "build.sh: unknown option $1; the only one is --sanitize" >&2; exit 2 ;;
esac
