#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// Resilient backpropagation: chain(scale_by_rprop, scale(-1.0)). Riedmiller and Braun 1993.
/// Mirrors optax.rprop: the first update is zero.
template <class LearningRate = number, class EtaMinus = number, class EtaPlus = number>
struct rprop_options {
  LearningRate learning_rate = missing<LearningRate>();  ///< Required. First size of the steps.
  EtaMinus eta_minus = or_default<EtaMinus>(0.5);  ///< Factor of a step that has gone too far.
  EtaPlus eta_plus = or_default<EtaPlus>(1.2);  ///< Factor of a step in the direction of the last.
  number min_step_size = 1e-6;                  ///< The smallest size.
  number max_step_size = 50.0;                  ///< The largest size.
  OPTAXX_FIELDS(learning_rate, eta_minus, eta_plus, min_step_size, max_step_size)
};

namespace detail {
transformation make_rprop(const rprop_options<>& o);
}

inline constexpr factory<transformation, rprop_options, 1, number, number, number> rprop{
    detail::make_rprop};

}  // namespace optaxx
