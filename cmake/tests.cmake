find_package(GTest REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(xtensor REQUIRED)
find_package(ZLIB REQUIRED)
include(GoogleTest)

add_library(optaxx_test_base INTERFACE)
target_include_directories(optaxx_test_base INTERFACE tests)
target_compile_definitions(optaxx_test_base INTERFACE OPTAXX_TEST_DATA_DIR="${PROJECT_SOURCE_DIR}/tests")
# Plain loops to compare with have one rounding per operation. -O2 would take a third longer to compile.
target_compile_options(optaxx_test_base INTERFACE -ffp-contract=off -O1)
target_link_libraries(
  optaxx_test_base INTERFACE optaxx::optaxx optaxx_internals optaxx_replay xtensor nlohmann_json::nlohmann_json
                             GTest::gmock GTest::gtest_main)

file(GLOB_RECURSE support CONFIGURE_DEPENDS tests/support/*.cpp)
list(FILTER support EXCLUDE REGEX "_test[.]cpp$")
optaxx_keep_this_machine(support)
optaxx_set_isa_flags(${support})
if(support)
  add_library(optaxx_test_support STATIC ${support})
  target_link_libraries(optaxx_test_support PUBLIC optaxx_test_base)
else()
  add_library(optaxx_test_support ALIAS optaxx_test_base)
endif()

# What every test includes is compiled once.
file(WRITE ${PROJECT_BINARY_DIR}/generated/test_headers.cpp "int main() {}\n")
add_executable(test_headers ${PROJECT_BINARY_DIR}/generated/test_headers.cpp)
target_link_libraries(test_headers PRIVATE optaxx_test_support)
target_precompile_headers(test_headers PRIVATE <gmock/gmock.h> <gtest/gtest.h> <optaxx/optaxx.hpp>)

# One program per folder of tests/.
file(GLOB_RECURSE tests RELATIVE ${PROJECT_SOURCE_DIR}/tests CONFIGURE_DEPENDS tests/*_test.cpp tests/golden/*.cpp)
if(NOT TARGET digits)
  list(FILTER tests EXCLUDE REGEX "^examples/")
endif()
foreach(test IN LISTS tests)
  string(REGEX MATCH "^([^/]+)/" matched ${test})
  set(folder ${CMAKE_MATCH_1})
  if(NOT matched)
    set(folder project)
  endif()
  if(NOT TARGET ${folder}_test)
    add_executable(${folder}_test)
    target_link_libraries(${folder}_test PRIVATE optaxx_test_support)
    target_precompile_headers(${folder}_test REUSE_FROM test_headers)
    gtest_discover_tests(${folder}_test DISCOVERY_MODE PRE_TEST TEST_PREFIX ${folder}.)
  endif()
  target_sources(${folder}_test PRIVATE tests/${test})
endforeach()

if(TARGET examples_test)
  target_link_libraries(examples_test PRIVATE digits)
endif()

if(TARGET benchmarks_test)
  target_sources(benchmarks_test PRIVATE benchmarks/peers/shim.cpp)
  target_link_libraries(benchmarks_test PRIVATE bench)
endif()

include(cmake/flags_test.cmake)
include(cmake/surroundings_test.cmake)
