#!/usr/bin/env bash
# Nothing that reads the locale: a number has its point and a letter its case whatever the program has set. What is
# parsed is parsed by std::from_chars, what is printed by fmt (without L) or std::to_chars.
set -euo pipefail
cd "${1:-$(dirname "$0")/..}"

conversions='strto(d|f|ld|l|ll|ul|ull|imax|umax)|ato(f|i|l|ll)|sto(d|f|ld|i|l|ll|ul|ull)|v?f?w?scanf|v?sn?printf|v?s?scanf'
characters='is(alnum|alpha|blank|cntrl|digit|graph|lower|print|punct|space|upper|xdigit)|to(lower|upper)'
locales='setlocale|localeconv|uselocale|newlocale|strcoll|strxfrm|strftime|mbs?r?to(wc|wcs)|wcs?r?to(mb|mbs)'
streams='(w|i|o)?stringstream|std::locale|regex_(match|search|replace)'

if find include/optaxx src \( -name '*.hpp' -o -name '*.cpp' \) -print0 | sort -z |
  xargs -0 grep -nE "(^|[^._[:alnum:]])($conversions|$characters)[[:space:]]*[(><]|(std::)($conversions|$characters)\b|(^|[^_[:alnum:]])($locales|$streams)\b|\{[^{}\"]*:[^{}\"]*L\}"; then
  echo 'These read the locale.' >&2
  exit 1
fi
