#!/usr/bin/env bash
# tools/compare_benchmarks.py with two programs that only tell what they would have measured: PYTHON SCRIPT.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# program NAME SECONDS RATIO [LAST]: of two rows; the second is only in the program whose LAST is not empty.
program() {
  row() { echo "{\"work\": \"$1\", \"reference\": \"by hand\", \"size\": \"1 Mi\", \"threads\": 1, \"isa\": \"avx2\", \"ratio\": $3, \"seconds\": $2}"; }
  cat >"$folder/$1" <<EOF
#!/usr/bin/env bash
echo "$1 \$*" >>"$folder/order"
cat >"\$3" <<ROWS
[$(row adamw "$2" "$3")${4:+, $(row "$4" 1 1)}]
ROWS
EOF
  chmod +x "$folder/$1"
}

expect() { # STATUS TEXT BASE PROGRAM [ARGS]
  local status=0
  "$1" "$2" "$folder/$5" "$folder/$6" "${@:7}" >"$folder/out" 2>/dev/null || status=$?
  if [[ $status != "$3" ]] || ! grep -qE -- "$4" "$folder/out"; then
    echo "expected status $3 and '$4', got $status and" >&2
    cat "$folder/out" >&2
    exit 1
  fi
}

program base 1.0 0.9
program half 2.0 0.45
program noise 2.0 0.9
program more 0.5 1.8 lion
expect "$@" 1 '^adamw .* 0\.500  0\.500 \.\. 0\.500  0\.500 slower$' base half
expect "$@" 1 '^1 of 1 rows became slower$' base half
expect "$@" 0 '^adamw .* 0\.500  0\.500 \.\. 0\.500  1\.000$' base noise
expect "$@" 0 '^adamw .* 2\.000 .* 2\.000$' base more
expect "$@" 0 'in one of the two alone: lion, by hand, 1 Mi, 1, avx2$' base more

rm "$folder/order"
expect "$@" 1 'became slower' base half --pairs 3 chains
sed "s|--json [^ ]*|--json|" "$folder/order" | diff - <(
  for name in base half half base base half; do echo "$name --quick --json chains"; done
)
