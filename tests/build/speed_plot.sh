#!/usr/bin/env bash
# benchmarks/speed.gp draws all there is, without a warning: GNUPLOT SCRIPT.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

{
  printf 'isa\tparameters\tcontender\tparameters_per_second\n'
  for isa in avx512 avx2; do
    for contender in 'touch only' 'hand-fused exact' 'adamw' 'adamw, numerics::fast'; do
      printf '%s\t1024\t%s\t2e9\n%s\t67108864\t%s\t3e8\n' "$isa" "$contender" "$isa" "$contender"
    done
  done
} >speed.tsv
"$1" "$2" >said 2>&1
diff said /dev/null # gnuplot warns of a line without points
[[ $(head -c 4 speed.png | tail -c 3) == PNG ]]
for text in avx512 avx2 'touch only' 'adamw, numerics::fast'; do grep -q "$text" speed.svg; done
