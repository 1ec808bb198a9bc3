#pragma once

#include <cstddef>

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// Of a pattern: as many `scale` one behind the other as there are, up to `most`.
template <class T>
struct scalings {
  static constexpr kernel_id id = kernel_id::scale;
  static constexpr bool sees_params = false;
  static constexpr int slots = 0;
  static constexpr std::size_t most = 3;

  unsigned count;
  T step_size[most];
};

}  // namespace optaxx::kernels
