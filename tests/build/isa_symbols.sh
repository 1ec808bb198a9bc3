#!/usr/bin/env bash
# Of an inline function that several objects carry, the linker keeps any one copy, for every machine; and constructors of
# globals run on every machine. So what is compiled with wide instructions shares only names that carry its own
# instruction set, and constructs nothing.
#   isa_symbols.sh OBJECT|FOLDER...
set -euo pipefail

status=0 checked=0
for object in $(find "$@" -path '*/src/isa/*.o'); do
  isa=$(basename "$object" | grep -oE '(^|_)(sse2|avx2|avx512|neon64)(_|[.])' | tr -d '_.') || continue
  checked=$((checked + 1))
  own="(^|[^[:alnum:]])$isa[a-z]*([^[:alnum:]]|\$)|^(DW[.]ref[.]__gxx_personality_v0|__clang_call_terminate)\$"
  foreign=$("${NM:-nm}" -C "$object" | awk -v own="$own" '
    { name = substr($0, 20) }
    name ~ /^_GLOBAL__sub_I_/ || ($2 ~ /^[WVu]$/ && name !~ own) { print name }')
  if [[ $foreign ]]; then
    printf '%s has:\n%s\n' "$object" "$foreign"
    status=1
  fi
done
echo "$checked objects checked"
((checked > 0)) && exit $status
