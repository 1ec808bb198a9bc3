#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// The update less the result of a reduction.
template <class T>
struct subtract {
  static constexpr kernel_id id = kernel_id::subtract;
  static constexpr bool sees_params = false;
  static constexpr int slots = 1;
  static constexpr int reads = 1;

  template <class V, class Result>
  OPTAXX_INLINE void operator()(V& u, const Result& result) const noexcept {
    u = u - result;
  }
};

}  // namespace optaxx::kernels
