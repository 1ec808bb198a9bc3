#pragma once

#include "core/bias_correction.hpp"
#include "optaxx/core/sweep.hpp"

namespace optaxx {

/// What Adam and its kin have in common: at step t one of two kernels over the moments `mu` and
/// `nu`, with decays, bias corrections and eps; `more` are numbers of its own.
template <template <class> class Kernel, template <class> class NesterovKernel, class Options,
          class... More>
void map_moments(sweep& s, const state_view& state, double t, const Options& o, More... more) {
  const auto [one_minus_b1, one_minus_b2, c1, c2] = moment_numbers_at(o.b1, o.b2, t, s.x64());
  if (o.nesterov) {
    const double c1_next = bias_correction(o.b1, t + 1, s.x64());
    s.map(NesterovKernel<double>{o.b1, one_minus_b1, o.b2, one_minus_b2, c1, c1_next, c2, o.eps,
                                 o.eps_root, more...},
          state["mu"], state["nu"]);
  } else {
    s.map(
        Kernel<double>{o.b1, one_minus_b1, o.b2, one_minus_b2, c1, c2, o.eps, o.eps_root, more...},
        state["mu"], state["nu"]);
  }
}

}  // namespace optaxx
