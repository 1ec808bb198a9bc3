# One program, built as usual and with the flags that our bits must survive.
set(worst_flags -O3 -ffast-math -march=native $<$<CXX_COMPILER_ID:GNU>:-flto=auto>)
foreach(name IN ITEMS bits bits_fast_math)
  add_executable(${name} tests/flags/print_bits.cpp tests/support/every_transformation.cpp tests/support/hostile.cpp)
  target_include_directories(${name} PRIVATE tests)
  target_link_libraries(${name} PRIVATE optaxx::optaxx)
endforeach()
target_compile_options(bits_fast_math PRIVATE ${worst_flags})
target_link_options(bits_fast_math PRIVATE ${worst_flags})

add_test(NAME flags.same_bits COMMAND ${CMAKE_COMMAND} -D usual=$<TARGET_FILE:bits> -D other=$<TARGET_FILE:bits_fast_math>
                                      -P ${PROJECT_SOURCE_DIR}/cmake/same_output.cmake)
