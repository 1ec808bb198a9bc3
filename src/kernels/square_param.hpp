#pragma once

#include "core/kernel_traits.hpp"
#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// A term: the square of the parameter.
template <class T>
struct square_param {
  static constexpr kernel_id id = kernel_id::square_param;
  static constexpr bool sees_params = true;
  static constexpr int slots = 0;
  static constexpr kernel_traits traits{.sees_only_param = true,
                                        .of_update = static_cast<std::uint16_t>(kernel_id::square)};

  template <class V, class Param>
  OPTAXX_INLINE void operator()(V& u, const Param& p) const noexcept {
    u = p * p;
  }
};

}  // namespace optaxx::kernels
