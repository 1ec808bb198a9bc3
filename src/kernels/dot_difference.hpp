#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// A term: the update times the way from the parameter back to where it started, over a divisor.
template <class T>
struct dot_difference {
  static constexpr kernel_id id = kernel_id::dot_difference;
  static constexpr bool sees_params = true;
  static constexpr int slots = 1;

  T divisor;

  template <class V, class Param, class Origin>
  OPTAXX_INLINE void operator()(V& u, const Param& p, Origin& origin) const noexcept {
    u = u * ((V(origin) - V(p)) / divisor);
  }
};

}  // namespace optaxx::kernels
