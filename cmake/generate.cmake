# Lists for the machine: optaxx/optaxx.hpp, kernels/kernel_id.hpp, kernels/all.hpp and recipe/*_functions.cpp, written
# from what the folders hold.

file(GLOB headers RELATIVE ${PROJECT_SOURCE_DIR}/include CONFIGURE_DEPENDS include/optaxx/*/*.hpp)
list(TRANSFORM headers REPLACE "(.+)" "#include <\\1>\n" OUTPUT_VARIABLE includes)
list(JOIN includes "" includes)
file(CONFIGURE OUTPUT include/optaxx/optaxx.hpp CONTENT "// Everything but the opt-in headers optaxx/xtensor.hpp and optaxx/fmt.hpp.
#pragma once

${includes}")

file(GLOB kernels RELATIVE ${PROJECT_SOURCE_DIR}/src/kernels CONFIGURE_DEPENDS src/kernels/[^_]*.hpp)
list(TRANSFORM kernels REPLACE "[.]hpp$" "")

list(TRANSFORM kernels REPLACE "(.+)" "  \\1,\n" OUTPUT_VARIABLE ids)
list(JOIN ids "" ids)
file(CONFIGURE OUTPUT generated/kernels/kernel_id.hpp CONTENT "#pragma once

#include \"core/inline.hpp\"

namespace optaxx::kernels {

enum class kernel_id : unsigned short {
${ids}  count
};

}  // namespace optaxx::kernels
")

list(TRANSFORM kernels REPLACE "(.+)" "#include \"kernels/\\1.hpp\"\n" OUTPUT_VARIABLE includes)
list(JOIN includes "" includes)
list(TRANSFORM kernels REPLACE "(.+)" " X(\\1)" OUTPUT_VARIABLE rows)
list(JOIN rows "" rows)
file(CONFIGURE OUTPUT generated/kernels/all.hpp CONTENT "#pragma once

${includes}
#define OPTAXX_KERNELS(X)${rows}
")

# The factories that recipes can call, one source per folder: every `factory`, every other name of one, and every
# function without arguments that a header declares. What is in optaxx::contrib is optax.contrib's, and
# what is in extra/ has a name of our own, optaxx.x; so have factories with options of their own.
set(recipe_sources "")
set(own_includes "")
set(own_rows "")
function(optaxx_write_functions folder includes rows)
  file(CONFIGURE OUTPUT generated/recipe/${folder}_functions.cpp CONTENT "${includes}#include \"recipe/options/factory_function.hpp\"

std::vector<std::pair<std::string, optaxx::recipes::builtin>> optaxx::recipes::${folder}_functions() {
  return {
${rows}  };
}
")
endfunction()
list(TRANSFORM headers REPLACE "^optaxx/([^/]+)/.*" "\\1" OUTPUT_VARIABLE folders)
list(REMOVE_DUPLICATES folders)
foreach(folder IN LISTS folders)
  file(GLOB headers include/optaxx/${folder}/*.hpp)
  set(includes "")
  set(rows "")
  set(python optax)
  if(folder STREQUAL extra)
    set(python optaxx)
  endif()
  foreach(header IN LISTS headers)
    file(READ ${header} text)
    string(REGEX REPLACE "//[^\n]*" "" text "${text}")
    set(module "")
    if(text MATCHES "namespace (optaxx::)?contrib {")
      set(module contrib)
    endif()
    string(REGEX MATCHALL "constexpr factory<[^;{]*>[ \n]+[A-Za-z0-9_]+{" factories "${text}")
    string(REGEX MATCHALL "constexpr const auto& [A-Za-z0-9_]+ =" aliases "${text}")
    string(REGEX MATCHALL "\ntransformation [A-Za-z0-9_]+\\(\\)" functions "${text}")
    foreach(declaration IN LISTS factories aliases functions)
      string(REGEX REPLACE ".*[ \n&]([A-Za-z0-9_]+)( =|{|\\(\\))$" "\\1" name "${declaration}")
      if(text MATCHES "static constexpr int own = ")
        string(JOIN . dotted ${module} ${name})
        string(JOIN :: qualified optaxx ${module} ${name})
        string(APPEND own_rows "      {\"${dotted}\", factory_function(\"optaxx.${dotted}\", ${qualified})},\n")
      endif()
      if(module)
        string(APPEND rows "      {\"${module}.${name}\", factory_function(\"optax.${module}.${name}\", optaxx::${module}::${name})},\n")
      else()
        string(APPEND rows "      {\"${name}\", factory_function(\"${python}.${name}\", optaxx::${name})},\n")
      endif()
    endforeach()
    cmake_path(RELATIVE_PATH header BASE_DIRECTORY ${PROJECT_SOURCE_DIR}/include)
    string(APPEND includes "#include \"${header}\"\n")
    if(text MATCHES "static constexpr int own = ")
      string(APPEND own_includes "#include \"${header}\"\n")
    endif()
  endforeach()
  if(rows STREQUAL "")
    continue()
  endif()
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${headers})
  optaxx_write_functions(${folder} "${includes}" "${rows}")
  list(APPEND recipe_sources ${PROJECT_BINARY_DIR}/generated/recipe/${folder}_functions.cpp)
endforeach()
optaxx_write_functions(own "${own_includes}" "${own_rows}")
list(APPEND recipe_sources ${PROJECT_BINARY_DIR}/generated/recipe/own_functions.cpp)
