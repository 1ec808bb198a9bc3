find_package(xtensor REQUIRED)
find_package(Eigen3 QUIET NO_MODULE)

# examples/x.cpp is a program; ctest runs it and compares its output with examples/x.expected, if there is one.
# eigen_x.cpp needs Eigen.
file(GLOB examples CONFIGURE_DEPENDS examples/*.cpp)
foreach(source IN LISTS examples)
  cmake_path(GET source STEM name)
  if(name MATCHES "^eigen_" AND NOT TARGET Eigen3::Eigen)
    continue()
  endif()
  add_executable(example_${name} ${source})
  target_link_libraries(example_${name} PRIVATE optaxx::optaxx fmt::fmt xtensor)
  if(name MATCHES "^eigen_")
    target_link_libraries(example_${name} PRIVATE Eigen3::Eigen)
  endif()
  add_test(NAME example.${name}
           COMMAND ${CMAKE_COMMAND} -D program=$<TARGET_FILE:example_${name}>
                   -D expected=${PROJECT_SOURCE_DIR}/examples/${name}.expected -P
                   ${PROJECT_SOURCE_DIR}/cmake/run_example.cmake)
endforeach()

# examples/x/main.cpp is the program x_demo; what stands beside it is the library x, which tests can link too.
file(GLOB mains CONFIGURE_DEPENDS examples/*/main.cpp)
foreach(main IN LISTS mains)
  cmake_path(GET main PARENT_PATH folder)
  cmake_path(GET folder FILENAME name)
  file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.cpp)
  list(REMOVE_ITEM sources ${main})
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR}/examples)
  target_link_libraries(${name} PUBLIC optaxx::optaxx fmt::fmt xtensor)
  add_executable(${name}_demo ${main})
  target_link_libraries(${name}_demo PRIVATE ${name})
endforeach()
