#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// optax.scale_by_factored_rms: the update times a factor of its row and one of its column.
template <class T>
struct multiply_by_both {
  static constexpr kernel_id id = kernel_id::multiply_by_both;
  static constexpr bool sees_params = false;
  static constexpr int slots = 2;
  static constexpr int reads = 2;

  template <class V, class Row, class Column>
  OPTAXX_INLINE void operator()(V& u, const Row& row, const Column& column) const noexcept {
    u = (u * row) * column;
  }
};

}  // namespace optaxx::kernels
