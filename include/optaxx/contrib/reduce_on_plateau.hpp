#pragma once

#include <cstdint>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx::contrib {

/// u = scale * u, where scale is multiplied by factor each time that the loss has not become better
/// for `patience` means of accumulation_size steps: the best but for rtol and atol. Mirrors
/// optax.contrib.reduce_on_plateau, for which a better loss is below (1 - rtol) * best - atol also
/// where losses are negative. Needs the loss as the extra argument `value`: throws
/// std::invalid_argument without it. State: ReduceLROnPlateauState(scale, best_value,
/// plateau_count, cooldown_count, count, avg_value).
/// Throws std::invalid_argument unless 0 < factor < 1, 0 <= rtol <= 1, 0 <= atol, and one of rtol
/// and atol is positive.
template <class Factor = number>
struct reduce_on_plateau_options {
  Factor factor = or_default<Factor>(0.1);  ///< What scale is multiplied by.
  std::int64_t patience = 10;               ///< How many means may be no better.
  number rtol = 1e-4;                       ///< Relative.
  number atol = 0.0;                        ///< Absolute.
  std::int64_t cooldown = 0;                ///< How many means do not count behind a reduction.
  std::int64_t accumulation_size = 1;       ///< How many losses a mean is of.
  number min_scale = 0.0;                   ///< Where scale ends.
  /// Whether a negative best is made better by rtol as a positive one is: a better loss is then
  /// below (1 + rtol) * best - atol. In Optax one that is a little worse is better.
  bool corrected = false;
  static constexpr int own = 1;  ///< Optax has no `corrected`.
  OPTAXX_FIELDS(factor, patience, rtol, atol, cooldown, accumulation_size, min_scale, corrected)
};

namespace detail {
transformation make_reduce_on_plateau(const reduce_on_plateau_options<>& o);
}

inline constexpr factory<transformation, reduce_on_plateau_options, 0, number> reduce_on_plateau{
    detail::make_reduce_on_plateau};

}  // namespace optaxx::contrib
