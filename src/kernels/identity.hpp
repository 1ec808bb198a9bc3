#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// A term: the update as it is.
template <class T>
struct identity {
  static constexpr kernel_id id = kernel_id::identity;
  static constexpr bool sees_params = false;
  static constexpr int slots = 0;

  template <class V>
  OPTAXX_INLINE void operator()(V&) const noexcept {}
};

}  // namespace optaxx::kernels
