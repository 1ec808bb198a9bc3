#pragma once

#include <algorithm>
#include <cstddef>
#include <string>

#include "isa/lane.hpp"

namespace support {

/// Operations of isa::lane of one instruction set, element by element.
struct lane_on {
  const char* set;
  void (*pow_f32)(const float* x, float y, float* out, std::size_t n);
  void (*pow_f64)(const double* x, double y, double* out, std::size_t n);
  void (*fma_f32)(const float* x, const float* y, const float* z, float* out, std::size_t n);
  void (*fma_f64)(const double* x, const double* y, const double* z, double* out, std::size_t n);
  void (*tanh_f32)(const float* x, float* out, std::size_t n);
};

/// Throws std::invalid_argument if the machine's processor is of another kind.
const lane_on& lane_of(const std::string& set);

template <class T, class Arch>
void pow_all(const T* x, T y, T* out, std::size_t n) {
  using lane = optaxx::isa::lane<T, Arch>;
  for (std::size_t i = 0; i < n; i += lane::size) {
    const std::size_t rest = std::min(n - i, lane::size);
    pow(lane::load(x + i, rest), y).store(out + i, rest);
  }
}

template <class T, class Arch>
void fma_all(const T* x, const T* y, const T* z, T* out, std::size_t n) {
  using lane = optaxx::isa::lane<T, Arch>;
  for (std::size_t i = 0; i < n; i += lane::size) {
    const std::size_t rest = std::min(n - i, lane::size);
    fma(lane::load(x + i, rest), lane::load(y + i, rest), lane::load(z + i, rest))
        .store(out + i, rest);
  }
}

template <class T, class Arch>
void tanh_all(const T* x, T* out, std::size_t n) {
  using lane = optaxx::isa::lane<T, Arch>;
  for (std::size_t i = 0; i < n; i += lane::size) {
    const std::size_t rest = std::min(n - i, lane::size);
    tanh(lane::load(x + i, rest)).store(out + i, rest);
  }
}

template <class Arch>
constexpr lane_on operations_of(const char* set) {
  return {set,
          &pow_all<float, Arch>,
          &pow_all<double, Arch>,
          &fma_all<float, Arch>,
          &fma_all<double, Arch>,
          &tanh_all<float, Arch>};
}

}  // namespace support
