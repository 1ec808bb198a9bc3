#include "optaxx/core/runtime.hpp"

#include <fmt/format.h>

#include <string>

#include "isa/dispatch.hpp"

#ifndef OPTAXX_VERSION
#define OPTAXX_VERSION "0"
#endif

namespace optaxx {

std::string instruction_set() { return isa::current().name; }
void set_instruction_set(const std::string& name) { isa::use(name); }

std::string build_info() {
  std::string sets;
  for (const isa::instruction_set* set : isa::available()) sets += fmt::format(" {}", set->name);
  return fmt::format(
      "optaxx {}\ncompiler {}\ninstruction set {}, available:{}\nthreads {}, {}oneTBB\n",
      OPTAXX_VERSION, __VERSION__, instruction_set(), sets, threads(),
      OPTAXX_TBB ? "" : "built without ");
}

}  // namespace optaxx
