#include "schedules/onecycle.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

#include "core/flush_guard.hpp"
#include "optaxx/core/schedule.hpp"

namespace optaxx::detail {

void check_transition_steps(std::string_view schedule, const number& steps) {
  if (unflushed([&] { return steps > 0; })) return;
  throw std::invalid_argument(
      fmt::format("{}: transition_steps must be positive, got {}", schedule, steps.text()));
}

number whole_steps(double fraction, const number& steps) {
  return static_cast<step_t>(std::trunc(fraction * steps.value()));
}

}  // namespace optaxx::detail
