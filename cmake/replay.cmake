find_package(ZLIB QUIET)
if(NOT ZLIB_FOUND)
  return()
endif()

# Reads and replays traces and compares files, for the command-line tool and the tests.
file(GLOB sources CONFIGURE_DEPENDS tools/replay/*.cpp tools/tensors/*.cpp)
add_library(optaxx_replay STATIC ${sources})
target_include_directories(optaxx_replay PUBLIC tools)
target_compile_options(optaxx_replay PRIVATE -ffp-contract=off)
target_link_libraries(optaxx_replay PUBLIC optaxx::optaxx optaxx_internals PRIVATE ZLIB::ZLIB)
