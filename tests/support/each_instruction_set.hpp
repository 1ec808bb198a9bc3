#pragma once

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "support/settings.hpp"

namespace support {

/// A test that runs once for each instruction set of this machine.
class each_instruction_set : public testing::TestWithParam<std::string> {
 protected:
  static const optaxx::isa::instruction_set& set() {
    for (const auto* one : optaxx::isa::available()) {
      if (GetParam() == one->name) return *one;
    }
    throw std::invalid_argument("no instruction set " + GetParam());
  }
};

inline std::string name_of_set(const testing::TestParamInfo<std::string>& info) {
  return info.param;
}

}  // namespace support
