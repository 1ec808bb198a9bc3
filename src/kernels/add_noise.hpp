#pragma once

#include <cstdint>

#include "core/threefry.hpp"
#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// optax.add_noise. The words of the key are numbers of 16 bits, two of each.
template <class T>
struct add_noise {
  static constexpr kernel_id id = kernel_id::add_noise;
  static constexpr bool sees_params = false;
  static constexpr int slots = 0;
  static constexpr threefry::numbers draws = threefry::numbers::normal;

  T deviation;
  T key[4];

  static add_noise of(T deviation, const threefry::key_words& words) {
    add_noise k{deviation, {}};
    for (std::size_t i = 0; i < 4; ++i)
      k.key[i] = static_cast<T>(i % 2 == 0 ? words[i / 2] >> 16 : words[i / 2] & 0xffffU);
    return k;
  }

  OPTAXX_INLINE threefry::key_words random_key() const noexcept {
    const auto half = [&](int i) OPTAXX_INLINE_LAMBDA {
      return static_cast<std::uint32_t>(static_cast<std::int32_t>(key[i]));
    };
    return {half(0) << 16 | half(1), half(2) << 16 | half(3)};
  }
  template <class V>
  OPTAXX_INLINE void operator()(const V& noise, V& u) const noexcept {
    u = u + deviation * noise;
  }
};

}  // namespace optaxx::kernels
