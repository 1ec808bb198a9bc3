# Flags by file name: a source that names an instruction set (avx2.cpp, adam_avx512.cpp) is compiled for it.

# They stand after the user's flags and win. -march and -mno-sse3 take back what -march=native and its like have
# added; -O2 in every configuration, because without optimization inline functions would leave these files.
set(optaxx_isa_common -O2 -fno-math-errno -fno-fast-math -ffp-contract=off -fno-lto -fno-profile-arcs
                      -fno-test-coverage)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Sanitizers watch the arrays that kernels are given. Watching the variables of so much inlined code takes the
  # compiler ten minutes.
  list(APPEND optaxx_isa_common -fno-sanitize=undefined -fno-sanitize-address-use-after-scope --param=asan-stack=0)
  # The analysis of what pointers may point to takes most of the time in functions of this size.
  list(APPEND optaxx_isa_common -fno-tree-pta)
  # Looking for memory to free takes it a tenth of its time, and there is little to free.
  list(APPEND optaxx_isa_common --param=ggc-min-heapsize=524288)
else()
  list(APPEND optaxx_isa_common -fno-sanitize=all)
endif()
set(optaxx_isa_x86 -march=x86-64 -mno-sse3)
set(optaxx_isa_sse2 ${optaxx_isa_x86} -msse2)
set(optaxx_isa_avx2 ${optaxx_isa_x86} -mavx2 -mf16c -mfma)
set(optaxx_isa_avx512 ${optaxx_isa_x86} -mavx512f -mavx512dq -mavx512bw -mavx512vl -mavx512cd)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 warns of its own header.
  list(APPEND optaxx_isa_avx512 -Wno-uninitialized -Wno-maybe-uninitialized)
endif()
set(optaxx_isa_neon64 -march=armv8-a)

if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64)$")
  set(optaxx_isas sse2 avx2 avx512)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "^(aarch64|arm64)$")
  set(optaxx_isas neon64)
else()
  message(FATAL_ERROR "optaxx runs on x86-64 and AArch64, not on ${CMAKE_SYSTEM_PROCESSOR}")
endif()

# Sets `out` to the instruction set in the name of `file`, or to nothing.
function(optaxx_isa_of file out)
  cmake_path(GET file STEM stem)
  string(REGEX MATCH "(^|_)(sse2|avx2|avx512|neon64)(_|$)" found "${stem}")
  set(${out} "${CMAKE_MATCH_2}" PARENT_SCOPE)
endfunction()

# Takes the sources for other machines out of a list.
function(optaxx_keep_this_machine list)
  foreach(file IN LISTS ${list})
    optaxx_isa_of(${file} isa)
    if(NOT isa OR isa IN_LIST optaxx_isas)
      list(APPEND kept ${file})
    endif()
  endforeach()
  set(${list} ${kept} PARENT_SCOPE)
endfunction()

function(optaxx_set_isa_flags)
  foreach(file IN LISTS ARGN)
    optaxx_isa_of(${file} isa)
    if(isa)
      set_source_files_properties(${file} PROPERTIES COMPILE_OPTIONS "${optaxx_isa_common};${optaxx_isa_${isa}}"
                                                     SKIP_PRECOMPILE_HEADERS ON)
    endif()
  endforeach()
endfunction()
