find_package(CLI11 QUIET)
file(GLOB_RECURSE sources CONFIGURE_DEPENDS benchmarks/*.cpp)
list(FILTER sources EXCLUDE REGEX "/torch_shim[.]cpp$") # peers.py compiles it against the user's torch

# The method of measuring, which tests link too: all but the rows and their loops by hand.
set(method ${sources})
list(FILTER method EXCLUDE REGEX "(/main|_rows|/hand_fused[a-z0-9_]*|/peers/[a-z_]*)[.]cpp$")
add_library(bench STATIC EXCLUDE_FROM_ALL ${method})
target_include_directories(bench PUBLIC benchmarks)
target_link_libraries(bench PUBLIC optaxx::optaxx optaxx_internals)

# For benchmarks/peers/peers.py.
add_library(optaxx_peers SHARED EXCLUDE_FROM_ALL benchmarks/peers/shim.cpp)
target_link_libraries(optaxx_peers PRIVATE bench)

if(NOT OPTAXX_BENCHMARKS OR NOT CLI11_FOUND)
  return()
endif()
list(REMOVE_ITEM sources ${method})
list(FILTER sources EXCLUDE REGEX "/peers/")
optaxx_keep_this_machine(sources)
optaxx_set_isa_flags(${sources})
add_executable(optaxx_bench ${sources})
target_link_libraries(optaxx_bench PRIVATE bench CLI11::CLI11)
set_target_properties(optaxx_peers PROPERTIES EXCLUDE_FROM_ALL OFF) # so that clang sees it
