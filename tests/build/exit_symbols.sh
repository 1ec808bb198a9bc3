#!/usr/bin/env bash
# The library registers nothing that is done at the exit of a program or a thread: what it keeps is never destroyed
# (src/core/forever.hpp).
#   exit_symbols.sh OBJECT...
set -euo pipefail

status=0 checked=0
for object; do
  [[ $object == *.o ]] || continue  # a precompiled header is an object too, to CMake
  checked=$((checked + 1))
  found=$("${NM:-nm}" -C "$object" | awk '/ U (__cxa_atexit|__aeabi_atexit|atexit|__cxa_thread_atexit)$/ { exits = $NF }
    END { print exits }')
  if [[ $found ]]; then
    echo "$object needs $found: hold the static by detail::forever"
    status=1
  fi
done
echo "$checked objects checked"
((checked > 0)) && exit $status
