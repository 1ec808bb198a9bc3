# One program, built as usual and with the flags that our bits must survive.
set(worst_flags -O3 -ffast-math $<$<CXX_COMPILER_ID:GNU>:-flto=auto>)
if(NOT CMAKE_CROSSCOMPILING)
  list(APPEND worst_flags -march=native)
endif()
foreach(name IN ITEMS bits bits_fast_math)
  add_executable(${name} tests/flags/print_bits.cpp tests/support/every_transformation.cpp tests/support/hostile.cpp)
  target_include_directories(${name} PRIVATE tests)
  target_link_libraries(${name} PRIVATE optaxx::optaxx)
endforeach()
target_compile_options(bits_fast_math PRIVATE ${worst_flags})
target_link_options(bits_fast_math PRIVATE ${worst_flags})

set(bits ${CMAKE_CROSSCOMPILING_EMULATOR} $<TARGET_FILE:bits>)
add_test(NAME flags.same_bits
         COMMAND ${CMAKE_COMMAND} -D "usual=${bits}"
                 -D "other=${CMAKE_CROSSCOMPILING_EMULATOR};$<TARGET_FILE:bits_fast_math>" -P
                 ${PROJECT_SOURCE_DIR}/cmake/same_output.cmake)

# On AArch64, against the program of an x86 build. glibc's tanhf and log1pf are not the same there.
if(OPTAXX_BITS_OF_X86)
  add_test(NAME flags.same_bits_as_x86
           COMMAND ${CMAKE_COMMAND} -D "usual=${bits}" -D other=${OPTAXX_BITS_OF_X86} -D "except=smooth|noise|noisy" -P
                   ${PROJECT_SOURCE_DIR}/cmake/same_output.cmake)
endif()
