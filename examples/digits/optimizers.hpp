#pragma once

#include <cstdint>
#include <optaxx/optaxx.hpp>
#include <string>
#include <vector>

namespace digits {

/// An optimizer with a name.
struct recipe {
  std::string name;
  optaxx::transformation tx;
};

/// What the demo compares. Schedules end after `total_steps`.
std::vector<recipe> recipes(std::int64_t total_steps);

}  // namespace digits
