#!/bin/sh
# SPDX-License-Identifier: ISC
# Make the build system; on request also install what it needs, build, and show or test the result.
set -eu
cd "$(dirname "$0")"

usage() {
    cat <<'END'
Usage: ./autogen.sh [--deps] [--run | --check]

  (nothing)  make configure and Makefile.in; never touches the network
  --deps     first install the Debian packages that building and testing need (apt-get, as root or with sudo)
  --run      build in build/ and print the briefing of a sample article
  --check    build in build/ and run every test
END
}

deps=no
goal=
for arg in "$@"; do
    case $arg in
    --deps) deps=yes ;;
    --run | --check) goal=${arg#--} ;;
    --help | -h) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
    esac
done

# What the build needs, what the plugins need, what the tests need.
packages="gcc g++ make autoconf automake libtool pkg-config
    libjson-c-dev libutf8proc-dev libxml2-dev libsentencepiece-dev libcurl4-openssl-dev
    python3 python3-jsonschema python3-numpy abigail-tools valgrind"

if [ "$deps" = yes ]; then
    as_root=
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || { echo "autogen.sh: --deps needs root: run it as root or install sudo" >&2; exit 1; }
        as_root=sudo
    fi
    echo "autogen.sh: installing with apt-get:" $packages >&2
    $as_root apt-get -o DPkg::Lock::Timeout=300 update -q >&2
    # shellcheck disable=SC2086 # a list of words
    DEBIAN_FRONTEND=noninteractive $as_root apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends $packages >&2
fi

mkdir -p m4 build-aux
autoreconf --install --force >&2

[ -n "$goal" ] || exit 0

mkdir -p build
cd build
../configure >&2
make -s -j"$(getconf _NPROCESSORS_ONLN)" >&2
# What is built is run where it lies.
DEPESCHE_PLUGIN_PATH=$PWD/plugins DEPESCHE_PIPELINE_PATH=$PWD/../samples/pipelines
DEPESCHE_DATA_PATH=$PWD/../samples:$PWD/../plugins
export DEPESCHE_PLUGIN_PATH DEPESCHE_PIPELINE_PATH DEPESCHE_DATA_PATH
case $goal in
run) exec ./depesche brief ../samples/news/hafen.txt ;;
check) exec make -s check ;;
esac
