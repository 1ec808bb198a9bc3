#pragma once

#include "core/kernel_traits.hpp"
#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// A slot back to zero.
template <class T>
struct clear {
  static constexpr kernel_id id = kernel_id::clear;
  static constexpr bool sees_params = false;
  static constexpr int slots = 1;
  static constexpr kernel_traits traits{.keeps_dtype = true};

  template <class V, class Slot>
  OPTAXX_INLINE void operator()(V&, Slot& slot) const noexcept {
    slot = V(T(0));
  }
};

}  // namespace optaxx::kernels
