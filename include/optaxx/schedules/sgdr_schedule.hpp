#pragma once

#include <string>
#include <vector>

#include "optaxx/core/number.hpp"
#include "optaxx/core/options.hpp"
#include "optaxx/core/schedule.hpp"

namespace optaxx {

/// The arguments of one warmup_cosine_decay_schedule.
struct cosine_part {
  number init_value;
  number peak_value;
  number warmup_steps;
  number decay_steps;
  number end_value = 0.0;
  number exponent = 1.0;
};
using cosine_parts = std::vector<cosine_part>;
std::string option_text(const cosine_part& value);

/// One warmup_cosine_decay_schedule after another, each from where the steps of the one before end:
///
///     sgdr_schedule({{0.0, 0.1, 10, 100}, {0.0, 0.05, 10, 200, 0.001}})
///
/// Loshchilov and Hutter 2017 (arXiv:1608.03983). Mirrors optax.sgdr_schedule. Throws
/// std::invalid_argument if there is no part, and as the parts do.
template <class CosineKwargs = cosine_parts>
struct sgdr_schedule_options {
  CosineKwargs cosine_kwargs = missing<CosineKwargs>();  ///< Required. The parts.
  OPTAXX_FIELDS(cosine_kwargs)
};

namespace detail {
schedule make_sgdr_schedule(const sgdr_schedule_options<>& o);
}

inline constexpr factory<schedule, sgdr_schedule_options, 1, cosine_parts> sgdr_schedule{
    detail::make_sgdr_schedule};

namespace schedules {
using optaxx::sgdr_schedule;
}

}  // namespace optaxx
