#!/usr/bin/env bash
# What the command-line tool does with hostile arguments, files and devices.
#   tool.sh FOLDER TOOL...
set -uo pipefail
folder=$1
shift
tool=("$@")
failures=0

# expect STATUS REGEX ARGUMENTS...: of what the tool prints some line matches, in both streams.
expect() {
  local status=$1 regex=$2 output came=0
  shift 2
  output=$("${tool[@]}" "$@" 2>&1) || came=$?
  if ((came != status)) || ! grep -qE -- "$regex" <<<"$output"; then
    printf 'optaxx %s\n  ended with %d, expected %d and /%s/:\n%s\n' "$*" "$came" "$status" "$regex" "$output"
    failures=$((failures + 1))
  fi
}

# lost ARGUMENTS...: what is printed goes to a full device.
lost() {
  local error came=0
  error=$("${tool[@]}" "$@" 2>&1 >/dev/full) || came=$?
  if ((came != 1)) || [[ $error != 'optaxx: '* ]]; then
    printf 'optaxx %s >/dev/full\n  ended with %d: %s\n' "$*" "$came" "$error"
    failures=$((failures + 1))
  fi
}

golden=$(dirname "$0")/../golden
work=$(mktemp -d "$folder/tool.XXXXXX")
trap 'rm -r "$work"' EXIT

for bound in nan NaN -nan -1 -inf; do
  expect 105 'max-ulp: expected a number that is not negative' replay --max-ulp "$bound" "$golden/lamb.safetensors.gz"
  expect 105 'max-leaf-ulp: expected a number' diff "--max-leaf-ulp=$bound" "$golden/adam.safetensors.gz" "$golden/lamb.safetensors.gz"
done
expect 0 '1 of 1 traces within inf ULP' replay --max-ulp inf --forced "$golden/lamb.safetensors.gz"

lost info
lost --help
lost explain 'optax.adam(1e-3)'
lost inspect "$golden/adam.safetensors.gz"
lost inspect --json "$golden/adam.safetensors.gz"
lost replay "$golden/adam.safetensors.gz"
lost replay --json "$golden/adam.safetensors.gz"
lost diff "$golden/adam.safetensors.gz" "$golden/adam.safetensors.gz"

# A file with escape sequences in a name, a note, and where an entry is bad.
write() { # NAME HEADER DATA
  { printf "\\x$(printf %02x ${#2})\0\0\0\0\0\0\0%s%s" "$2" "$3"; } >"$work/$1"
}
write loud '{"__metadata__":{"n\u001b":"\u001b[31m\u009b"},"a\u001b]0;x\u0007/b\n":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}' 1
write quiet '{"a\u001b]0;x\u0007/b\n":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}' 2
write bad '{"a\u001b[2J":{"dtype":"U8","shape":[2],"data_offsets":[0,1]}}' 1
write foreign '{"a":{"dtype":"\u001b[2J","shape":[1],"data_offsets":[0,1]}}' 1
expect 0 '^  n\\x1b +\\x1b\[31m\\x9b$' inspect "$work/loud"
expect 0 '^a\\x1b]0;x\\x07$' inspect "$work/loud"
expect 0 '^  b\\x0a +(uint8|U8) ' inspect "$work/loud"
expect 1 '^a\\x1b]0;x\\x07/b\\x0a: different' diff "$work/loud" "$work/quiet"
expect 1 'bad entry a\\x1b\[2J$' inspect "$work/bad"
expect 1 '\\x1b\[2J' inspect "$work/foreign"
expect 1 'no file \\x1b\[2J' explain "$(printf '\033[2J')"
if "${tool[@]}" inspect "$work/loud" | grep -q $'\033'; then
  echo 'inspect prints an escape sequence'
  failures=$((failures + 1))
fi

key='jax.random.wrap_key_data(jnp.array([1, 2], dtype=jnp.uint32))'
expect 0 'key=jax\.random\.wrap_key_data\(jnp\.array\(\[1, 2\], dtype=jnp\.uint32\)\)' explain "optax.add_noise(0.1, 0.5, key=$key)"
expect 0 '\[1, 2\], dtype=jnp\.uint32' explain --bind "k=$key" 'optax.add_noise(0.1, 0.5, key=k)'
expect 105 'step: Value 2147483647 not in range' explain --step 2147483647 'optax.adam(1e-3)'
expect 105 'step: Value 0 not in range' explain --step 0 'optax.adam(1e-3)'

for threads in 99999999999999999999999 1025 0 -1 2x ' 2' 1e1; do
  OPTAXX_THREADS=$threads expect 1 "OPTAXX_THREADS must be a number from 1 to 1024, got '$threads'" info
done
OPTAXX_THREADS=3 expect 0 '^threads (3, oneTBB|1, built without oneTBB)' info

exit $((failures > 0))
