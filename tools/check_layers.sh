#!/usr/bin/env bash
# A folder of include/optaxx or src includes only its own layer and those to its left. A folder in a folder may have a
# layer of its own. Headers that stand right in include/optaxx count as core, the umbrella optaxx.hpp as tools.
set -euo pipefail
cd "${1:-$(dirname "$0")/..}"

layers='core > kernels > isa > sweep > tree_utils linalg random > schedules transforms combinators > optimizers > contrib
  > extra > io
  > recipe/text > recipe/values > recipe/run > recipe/options > recipe/modules > recipe > tools'

find include/optaxx src tools \( -name '*.hpp' -o -name '*.cpp' \) -print0 | sort -z |
  xargs -0 awk -v layers="${layers//$'\n'/ }" '
    function folder_of(path) {
      if (path == "optaxx/optaxx.hpp") return "tools"
      sub(/^(include\/optaxx|src|optaxx)\//, "", path)
      if (!sub(/\/[^\/]*$/, "", path)) return "core"
      while (!(path in rank) && sub(/\/[^\/]*$/, "", path)) continue
      return path
    }
    function complain(text) { print FILENAME ":" FNR ": " text; failed = 1 }
    BEGIN {
      n = split(layers, layer, " *> *")
      for (i = 1; i <= n; ++i) {
        m = split(layer[i], folder, " +")
        for (j = 1; j <= m; ++j) rank[folder[j]] = i
      }
    }
    FNR == 1 {
      here = folder_of(FILENAME)
      if (!(here in rank)) complain("the folder " here " is in no layer; give it one in tools/check_layers.sh")
    }
    /^[ \t]*#[ \t]*include[ \t]*[<"]/ {
      split($0, part, /[<">]/)
      target = part[2]
      if (target ~ /^\.\.?\//) complain("name the folder: #include \"" here "/x.hpp\"")
      if (target !~ /\//) next
      there = folder_of(target)
      if (!(there in rank)) {
        if (target ~ /^optaxx\//) complain(target " is in no layer")
      } else if (rank[there] > rank[here]) {
        complain(here " must not include " target)
      }
    }
    END { exit failed }
  '
