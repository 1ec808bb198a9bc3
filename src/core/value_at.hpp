#pragma once

#include "optaxx/core/schedule.hpp"

namespace optaxx {

/// What an option is at a count.
inline number value_at(const scalar_or_schedule& option, double count, bool x64) {
  if (!option.is_schedule()) return option.as_number();
  return option.as_schedule().at(static_cast<step_t>(count), x64);
}

}  // namespace optaxx
