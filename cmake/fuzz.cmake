# fuzz/x.cpp is a target of libFuzzer: the program fuzz_x of the preset fuzz. Elsewhere the same program reads files,
# and ctest gives it those of fuzz/corpus/x, which once found something or go where others do not.
file(GLOB targets CONFIGURE_DEPENDS fuzz/*.cpp)
foreach(source IN LISTS targets)
  cmake_path(GET source STEM name)
  add_executable(fuzz_${name} ${source})
  target_link_libraries(fuzz_${name} PRIVATE optaxx::optaxx)
  if(OPTAXX_FUZZ)
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  else()
    target_sources(fuzz_${name} PRIVATE fuzz/support/run_files.cpp)
    add_test(NAME fuzz.${name} COMMAND fuzz_${name} ${PROJECT_SOURCE_DIR}/fuzz/corpus/${name})
  endif()
endforeach()
