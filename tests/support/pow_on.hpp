#pragma once

#include <algorithm>
#include <cstddef>
#include <string>

#include "isa/lane.hpp"

namespace support {

/// isa::lane's pow of one instruction set: out[i] = x[i]^y.
struct pow_on {
  const char* set;
  void (*f32)(const float* x, float y, float* out, std::size_t n);
  void (*f64)(const double* x, double y, double* out, std::size_t n);
};

/// Throws std::invalid_argument if the machine's processor is of another kind.
const pow_on& pow_of(const std::string& set);

template <class T, class Arch>
void pow_all(const T* x, T y, T* out, std::size_t n) {
  using lane = optaxx::isa::lane<T, Arch>;
  for (std::size_t i = 0; i < n; i += lane::size) {
    const std::size_t rest = std::min(n - i, lane::size);
    pow(lane::load(x + i, rest), y).store(out + i, rest);
  }
}

}  // namespace support
