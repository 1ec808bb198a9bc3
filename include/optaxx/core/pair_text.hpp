#pragma once

#include <string>
#include <utility>

#include "optaxx/core/options.hpp"

namespace optaxx {

/// An option that is a pair, as Python's tuple of two.
template <class First, class Second>
std::string option_text(const std::pair<First, Second>& value) {
  return "(" + option_text(value.first) + ", " + option_text(value.second) + ")";
}

}  // namespace optaxx
