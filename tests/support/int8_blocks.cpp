#include "support/int8_blocks.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "kernels/scale.hpp"
#include "kernels/trace.hpp"
#include "support/user_rules.hpp"
#include "sweep/slot_storage.hpp"

namespace support {
namespace {

using namespace optaxx;

constexpr std::uint32_t block = 256;

void widen(const isa::instruction_set&, const void* numbers, const void* scales, float* to,
           std::size_t n) noexcept {
  const auto* const q = static_cast<const std::int8_t*>(numbers);
  const auto* const scale = static_cast<const float*>(scales);
  for (std::size_t i = 0; i < n; ++i) to[i] = static_cast<float>(q[i]) * scale[i / block];
}

void narrow(const isa::instruction_set&, const float* from, void* numbers, void* scales,
            std::size_t n) noexcept {
  auto* const q = static_cast<std::int8_t*>(numbers);
  auto* scale = static_cast<float*>(scales);
  for (std::size_t begin = 0; begin < n; begin += block, ++scale) {
    const std::size_t end = std::min<std::size_t>(n, begin + block);
    float largest = 0.0F;
    for (std::size_t i = begin; i < end; ++i) {
      const float x = std::fabs(from[i]);
      if (x > largest || x != x) largest = x;  // NaN stays
    }
    *scale = largest / 127.0F;
    const bool usual = *scale > 0.0F && std::isfinite(*scale);
    for (std::size_t i = begin; i < end; ++i)
      q[i] = usual ? static_cast<std::int8_t>(std::nearbyint(from[i] / *scale)) : std::int8_t{0};
  }
}

}  // namespace

constexpr isa::storage int8_blocks{
    .name = "int8 in blocks of 256",
    .type = dtype::f32,
    .block = block,
    .numbers = {dtype::u32, block / sizeof(std::uint32_t)},
    .scales = {dtype::f32, 1},
    .widen = &widen,
    .narrow = &narrow,
};

transformation int8_momentum() {
  return rule_of(
      [](layout& to) {
        to.type("MomentumState");
        lay_out_slot(to, "mu", [](const array& a) {
          return a.dtype() == dtype::f64 ? nullptr : &int8_blocks;
        });
      },
      [](sweep& s, const state_view& state) {
        s.map(kernels::trace<double>{0.9}, state["mu"]);
        s.map(kernels::scale<double>{-0.5});
      });
}

}  // namespace support
