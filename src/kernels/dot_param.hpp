#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// A term: the update times the parameter.
template <class T>
struct dot_param {
  static constexpr kernel_id id = kernel_id::dot_param;
  static constexpr bool sees_params = true;
  static constexpr int slots = 0;

  template <class V, class Param>
  OPTAXX_INLINE void operator()(V& u, const Param& p) const noexcept {
    u = u * V(p);
  }
};

}  // namespace optaxx::kernels
