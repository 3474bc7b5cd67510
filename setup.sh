#!/bin/sh
# Sets up what Taimatsu needs, builds its native library, then runs a task: sh setup.sh [TASK [arguments …]].
# It installs missing packages (Debian, Ubuntu: apt; macOS: Homebrew) and, if none is there, Deno into .deno/ of this folder.
set -eu
cd "$(dirname "$0")"
DENO_VERSION=2.9.6 DENO_MINIMUM=2.8.0
APT_PACKAGES="gcc g++ make libc6-dev libopenblas-dev libjpeg-dev libpng-dev libwebp-dev libgif-dev ca-certificates"
BREW_PACKAGES="openblas jpeg-turbo libpng webp giflib"
# Where everything is checked, the page of the display is, too; Ubuntu's chromium is no browser but a way to get one.
[ "${CI:-}" != true ] || ! grep -qsx 'ID=debian' /etc/os-release || APT_PACKAGES="$APT_PACKAGES chromium"

say() { printf '==> %s\n' "$*"; }
has() { command -v "$1" >/dev/null 2>&1; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

install_apt() { # packages …
  missing=
  for package in "$@"; do
    [ "$(dpkg-query -Wf '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  say "installing Debian packages:$missing"
  as_root apt-get update -q
  # shellcheck disable=SC2086 # a list of words
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends $missing
}

install_brew() { # packages …
  has cc || { say "installing Apple's command line tools; run this again when that is done"; xcode-select --install; exit 1; }
  for package in "$@"; do
    brew list "$package" >/dev/null 2>&1 && continue
    say "installing with Homebrew: $package"
    brew install "$package"
  done
}

by_hand() {
  say "this system is unknown to setup.sh; install by hand: a C compiler (gcc), make, OpenBLAS, libjpeg and libpng with headers,"
  say "for WebP and GIF libwebp and giflib (named on Debian: $APT_PACKAGES), and Deno $DENO_MINIMUM or later; then run this again"
  has gcc && has make || exit 1
}

usable() { # is the Deno named by $1 there, and not older than DENO_MINIMUM?
  version=$("$1" --version 2>/dev/null | sed -n 's/^deno \([0-9.]*\).*/\1/p')
  [ -n "$version" ] && [ "$(printf '%s\n%s\n' "$version" "$DENO_MINIMUM" | sort -V | head -n 1)" = "$DENO_MINIMUM" ]
}

install_deno() {
  if ! has npm && ! has curl && has apt-get; then install_apt npm; fi
  say "installing Deno $DENO_VERSION into .deno/"
  if has npm; then
    npm install --no-fund --no-audit --loglevel=error --prefix "$PWD/.deno" -g "deno@$DENO_VERSION"
  elif has curl; then
    curl -fsSL https://deno.land/install.sh | DENO_INSTALL="$PWD/.deno" sh -s "v$DENO_VERSION" --no-modify-path -y
  else
    say "neither npm nor curl is there to install Deno with; install Deno $DENO_MINIMUM or later by hand"
    exit 1
  fi
}

if has apt-get; then
  # shellcheck disable=SC2086 # a list of words
  install_apt $APT_PACKAGES
elif [ "$(uname -s)" = Darwin ] && has brew; then
  # shellcheck disable=SC2086 # a list of words
  install_brew $BREW_PACKAGES
else
  by_hand
fi

PATH="$PATH:$PWD/.deno/bin"
export PATH
usable deno || {
  PATH="$PWD/.deno/bin:$PATH"
  usable deno || install_deno
}
say "$(deno --version | head -n 1)"
say "fetching the npm packages of the examples"
deno install --quiet --frozen
say "building the native library"
deno task --quiet build

[ $# -gt 0 ] || { say "ready: deno task mnist, deno task test (with PATH=\"$PATH\")"; exit 0; }
say "deno task $*"
exec deno task "$@"
