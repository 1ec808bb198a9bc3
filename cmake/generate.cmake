# Lists for the machine: optaxx/optaxx.hpp, kernels/kernel_id.hpp and kernels/all.hpp, written from what the folders hold.

set(includes "")
foreach(folder core random schedules transforms combinators optimizers tree_utils)
  file(GLOB headers RELATIVE ${PROJECT_SOURCE_DIR}/include CONFIGURE_DEPENDS include/optaxx/${folder}/*.hpp)
  foreach(header IN LISTS headers)
    string(APPEND includes "#include <${header}>\n")
  endforeach()
endforeach()
file(CONFIGURE OUTPUT include/optaxx/optaxx.hpp CONTENT "// Everything but the opt-in headers optaxx/xtensor.hpp and optaxx/fmt.hpp.
#pragma once

${includes}")

file(GLOB kernels RELATIVE ${PROJECT_SOURCE_DIR}/src/kernels CONFIGURE_DEPENDS src/kernels/[^_]*.hpp)
list(TRANSFORM kernels REPLACE "[.]hpp$" "")

list(TRANSFORM kernels REPLACE "(.+)" "  \\1,\n" OUTPUT_VARIABLE ids)
list(JOIN ids "" ids)
file(CONFIGURE OUTPUT generated/kernels/kernel_id.hpp CONTENT "#pragma once

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
