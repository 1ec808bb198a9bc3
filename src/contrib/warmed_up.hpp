#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

#include "optaxx/schedules/warmup_constant_schedule.hpp"

namespace optaxx::contrib {

/// A learning rate behind a linear warm-up from 0, if there is one. Throws std::invalid_argument
/// for a warm-up to a schedule.
inline scalar_or_schedule warmed_up(const char* function, const scalar_or_schedule& rate,
                                    const std::optional<std::int64_t>& steps) {
  if (!steps) return rate;
  if (rate.is_schedule()) {
    throw std::invalid_argument(std::string(function) +
                                ": with warmup_steps learning_rate must be a number, got " +
                                rate.text());
  }
  return warmup_constant_schedule(0, rate.as_number(), *steps);
}

}  // namespace optaxx::contrib
