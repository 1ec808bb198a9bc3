#!/usr/bin/env bash
# Builds and runs main.cpp, or native.cpp, as somebody else's project would.
#   run.sh find_package|add_subdirectory|pkg_config|native|headers|build_type FOLDER
# FOLDER/prefix holds the installed library, OBJECTS those of its own build; CXX and CXXFLAGS are the environment's.
set -euo pipefail
way=$1 work=$2 prefix=$2/prefix
here=$(cd "$(dirname "$0")" && pwd)
read -ra flags <<<"${CXXFLAGS-}"
mkdir -p "$work/$way"
program=$work/$way/consumer

case $way in
  find_package)
    cmake -S "$here" -B "$work/$way" -D WAY=$way -D optaxx_ROOT="$prefix"
    cmake --build "$work/$way"
    ;;
  add_subdirectory)
    cmake -S "$here" -B "$work/$way" -D WAY=$way -D CMAKE_BUILD_TYPE=Debug -D CMAKE_CXX_FLAGS_DEBUG= \
      -D CMAKE_CXX_COMPILER_LAUNCHER="$here/take_over.sh;$OBJECTS"
    cmake --build "$work/$way"
    ;;
  pkg_config | native)
    source=$here/main.cpp
    if [[ $way == native ]]; then
      source=$here/native.cpp
      flags+=(-O2 -march=native -D XTENSOR_USE_XSIMD)
    fi
    PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name optaxx.pc)")
    export PKG_CONFIG_PATH
    read -ra found <<<"$(pkg-config --static --cflags --libs optaxx)"
    "$CXX" -std=c++20 "${flags[@]}" "$source" "${found[@]}" -o "$program"
    ;;
  headers) # all but the opt-in ones: they need nobody else's, and stand a strict user's warnings
    (cd "$prefix/include" && find optaxx -name '*.hpp') | grep -vE '/(xtensor|fmt)[.]hpp$|/integrations/' |
      sed 's/.*/#include <&>/' | cat - "$here/main.cpp" >"$work/$way/all.cpp"
    compile=("$CXX" -std=c++20 -fsyntax-only -I "$prefix/include" "$work/$way/all.cpp")
    "${compile[@]}" -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Werror
    ! "${compile[@]}" -H 2>&1 | grep -E '^[.]+ .*/(xtensor|xtl|xsimd|tbb|oneapi|fmt|nlohmann)/'
    exit
    ;;
  build_type) # only an empty one is ours to fill, and only for our own sources
    unset CMAKE_BUILD_TYPE
    expect() { # OURS THEIRS ARGS...: the -O of a source of the library and of main.cpp
      cmake -S "$here" -B "$work/$way" -D WAY=add_subdirectory -D CMAKE_EXPORT_COMPILE_COMMANDS=ON "${@:3}" >/dev/null
      local found
      found=$(grep '"command"' "$work/$way/compile_commands.json")
      diff - <(printf 'library:%s\nconsumer:%s\n' "$1" "$2") <<EOF
library:$(grep '/src/core/tree[.]cpp"' <<<"$found" | grep -oE ' -O[^ ]*' | tr -d '\n')
consumer:$(grep '/consumer/main[.]cpp"' <<<"$found" | grep -oE ' -O[^ ]*' | tr -d '\n')
EOF
    }
    expect ' -O2' '' -D CMAKE_BUILD_TYPE= -D CMAKE_CXX_FLAGS=
    expect ' -O1' ' -O1' -D CMAKE_BUILD_TYPE= -D CMAKE_CXX_FLAGS=-O1
    expect '' '' -D CMAKE_BUILD_TYPE=Debug -D CMAKE_CXX_FLAGS=
    expect ' -O3' ' -O3' -D CMAKE_BUILD_TYPE=Release -D CMAKE_CXX_FLAGS=
    exit
    ;;
esac

output=$("$program")
echo "$output"
[[ $output == "0.9000 -1.9000" ]]
