#pragma once

#include "core/kernel_traits.hpp"
#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// An update of zero that leaves the parameters as they are, to the bit.
template <class T>
struct silent {
  static constexpr kernel_id id = kernel_id::silent;
  static constexpr bool sees_params = false;
  static constexpr int slots = 0;
  static constexpr kernel_traits traits{.keeps_params = true};

  template <class V>
  OPTAXX_INLINE void operator()(V& u) const noexcept {
    u = V(T(0));
  }
};

}  // namespace optaxx::kernels
