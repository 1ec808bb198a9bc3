#pragma once

#include "optaxx/core/number.hpp"
#include "optaxx/core/options.hpp"
#include "optaxx/core/schedule.hpp"

namespace optaxx {

/// The same value at every step. Mirrors optax.constant_schedule.
template <class Value = number>
struct constant_schedule_options {
  Value value = missing<Value>();  ///< Required.
  OPTAXX_FIELDS(value)
};

namespace detail {
schedule make_constant_schedule(const constant_schedule_options<>& o);
}

inline constexpr factory<schedule, constant_schedule_options, 1, number> constant_schedule{
    detail::make_constant_schedule};

namespace schedules {
using optaxx::constant_schedule;
}

}  // namespace optaxx
