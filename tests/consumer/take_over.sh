#!/usr/bin/env bash
# A compiler launcher for a build of the library inside somebody else's project: objects that the library's own build has
# made are taken over, but for one instruction set's, whose flags must stand against the project's.
#   take_over.sh OBJECTS COMPILER ARGS...
set -euo pipefail
objects=$1
shift

previous='' object='' source='' rules=''
for argument; do
  case $previous in -o) object=$argument ;; -c) source=$argument ;; -MF) rules=$argument ;; esac
  previous=$argument
done
made=$objects/${object#*/optaxx.dir/}
# Generated sources are written anew, and are what they were.
if [[ $source == */isa/avx2*.cpp || $source == */isa/neon64*.cpp || ! -e $made ]] ||
  [[ $source != */generated/* && $source -nt $made ]]; then
  exec "$@"
fi
cp "$made" "$object"
if [[ $rules ]]; then echo "$object: $source" >"$rules"; fi
