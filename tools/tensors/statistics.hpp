#pragma once

#include <cstddef>

#include "optaxx/core/array.hpp"

namespace tensors {

/// What the finite elements of an array are like; NaN if there are none.
struct statistics {
  double min;
  double max;
  double mean;
  double rms;
  std::size_t zeros = 0;      ///< Of either sign.
  std::size_t nonfinite = 0;  ///< Infinities and NaN.
};

statistics statistics_of(const optaxx::array& a);

}  // namespace tensors
