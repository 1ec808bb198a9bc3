#pragma once

#include "core/kernel_traits.hpp"
#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// A slot becomes the parameter.
template <class T>
struct keep_param {
  static constexpr kernel_id id = kernel_id::keep_param;
  static constexpr bool sees_params = true;
  static constexpr int slots = 1;
  static constexpr kernel_traits traits{.keeps_dtype = true};

  template <class V, class Param, class Place>
  OPTAXX_INLINE void operator()(V&, const Param& p, Place& place) const noexcept {
    place = V(p);
  }
};

}  // namespace optaxx::kernels
