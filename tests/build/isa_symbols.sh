#!/usr/bin/env bash
# Of an inline function that several objects carry, the linker keeps any one copy, for every machine. So what is compiled
# with wide instructions may share only names that carry its own instruction set.
#   isa_symbols.sh OBJECT|FOLDER...
set -euo pipefail

objects=$(find "$@" -path '*/src/isa/*.o')
status=0 checked=0
for object in $objects; do
  isa=$(basename "$object" | grep -oE '(^|_)(sse2|avx2|avx512|neon64)(_|[.])' | tr -d '_.') || continue
  checked=$((checked + 1))
  foreign=$("${NM:-nm}" -C "$object" | grep ' [WVu] ' | cut -d ' ' -f 3- |
    grep -vE "(^|[^[:alnum:]])$isa[a-z]*([^[:alnum:]]|\$)" | grep -vxF 'DW.ref.__gxx_personality_v0') || continue
  printf '%s shares:\n%s\n' "$object" "$foreign"
  status=1
done
echo "$checked objects checked"
((checked > 0)) && exit $status
