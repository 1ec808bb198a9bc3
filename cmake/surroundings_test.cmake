# Programs that do to the library what a host program may do to it; each checks itself.
file(GLOB programs CONFIGURE_DEPENDS tests/surroundings/*.cpp)
foreach(source IN LISTS programs)
  cmake_path(GET source STEM name)
  add_executable(surroundings_${name} ${source})
  target_link_libraries(surroundings_${name} PRIVATE optaxx::optaxx optaxx_internals ${CMAKE_DL_LIBS})
  add_test(NAME surroundings.${name} COMMAND surroundings_${name} ${PROJECT_BINARY_DIR})
endforeach()
