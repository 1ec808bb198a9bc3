#pragma once

#include <cstddef>
#include <optional>

#include "io/safetensors.hpp"

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

/// Nothing for complex numbers and for elements of less than a byte.
std::optional<statistics> statistics_of(const optaxx::io::tensor& t);

}  // namespace tensors
