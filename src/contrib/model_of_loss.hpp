#pragma once

#include <algorithm>
#include <limits>

#include "contrib/step_numbers.hpp"
#include "core/value_at.hpp"

// What momo and momo_adam compute from their sums.
namespace optaxx::contrib {

/// The linear model of the loss that the means make, and the options.
struct model_of_loss {
  double barf;
  double gamma;
  double product;  // of the mean and the parameters
  double norm;     // of the mean, squared
  double lb;
  double c1;    // 1 - b1^t, or 1
  double rate;  // learning_rate at this step
  bool rate_is_array;
  double weight_decay;
  double lower_bound;
  bool adapts;
};
struct step_along_model {
  double decay;
  double tau;
  double lb;
};

template <class T>
step_along_model step_along(const model_of_loss& m) {
  const auto t = [](double x) { return static_cast<T>(x); };
  // 1 + rate * weight_decay, which Python computes of its own numbers.
  const T product = t(m.rate) * t(m.weight_decay);
  const T a = m.rate_is_array ? T(1) + product : t(1.0 + m.rate * m.weight_decay);
  const T decay = m.rate_is_array ? -product / a
                                  : t(-(m.rate * m.weight_decay) / (1.0 + m.rate * m.weight_decay));
  const T c1 = t(m.c1);
  T lb = t(m.lb);
  if (m.adapts) {
    const T cap = a * (t(m.barf) - t(m.gamma)) + t(m.product);
    if (cap < a * c1 * lb) {
      const T divisor = m.rate_is_array ? T(2) * c1 * a : c1 == T(1) ? T(2) * a : T(2) * c1 * a;
      lb = larger(cap / divisor, t(m.lower_bound));
    }
  }
  const T above = a * (t(m.barf) - c1 * lb - t(m.gamma)) + t(m.product);
  T tau = larger(above, T(0)) / t(m.norm);
  if (t(m.norm) <= static_cast<T>(std::numeric_limits<double>::epsilon())) tau = T(0);
  const T most = t(m.rate) / c1;
  tau = tau != tau || most != most ? std::numeric_limits<T>::quiet_NaN() : std::min(most, tau);
  T next = t(m.lb);
  if (m.adapts) {
    next = (t(m.barf) + t(m.product) - t(m.gamma) - T(0.5) * tau * t(m.norm)) / c1;
    next = larger(next, t(m.lower_bound));
  }
  return {decay, tau, next};
}

}  // namespace optaxx::contrib
