#include "optaxx/core/runtime.hpp"

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
  for (const isa::instruction_set* set : isa::available()) sets += std::string(" ") + set->name;
  return std::string("optaxx ") + OPTAXX_VERSION + "\ncompiler " + __VERSION__ +
         "\ninstruction set " + instruction_set() + ", available:" + sets + "\nthreads " +
         std::to_string(threads()) + (OPTAXX_TBB ? ", oneTBB" : ", built without") + "\n";
}

}  // namespace optaxx
