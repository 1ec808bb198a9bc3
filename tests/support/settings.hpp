#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "isa/dispatch.hpp"
#include "optaxx/core/runtime.hpp"

namespace support {

/// An instruction set and a number of threads, as long as it lives.
class setting {
 public:
  setting(const std::string& instruction_set, std::size_t threads)
      : instruction_set_(optaxx::instruction_set()), threads_(optaxx::threads()) {
    optaxx::set_instruction_set(instruction_set);
    optaxx::set_threads(threads);
  }
  ~setting() {
    optaxx::set_instruction_set(instruction_set_);
    optaxx::set_threads(threads_);
  }
  setting(const setting&) = delete;
  setting& operator=(const setting&) = delete;

 private:
  std::string instruction_set_;
  std::size_t threads_;
};

/// What this machine runs, the narrowest first.
inline std::vector<std::string> instruction_sets() {
  std::vector<std::string> names;
  for (const auto* set : optaxx::isa::available()) names.insert(names.begin(), set->name);
  return names;
}

}  // namespace support
