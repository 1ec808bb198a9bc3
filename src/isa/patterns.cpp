#include "isa/patterns.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <span>

#include "isa/program.hpp"
#include "kernels/kernel_id.hpp"

namespace optaxx::isa {
namespace {

using enum kernels::kernel_id;

struct pattern {
  std::array<kernels::kernel_id, 6> kernels{};
  std::size_t size = 0;
};

template <class... Ids>
constexpr pattern of(Ids... ids) {
  return {{ids...}, sizeof...(ids)};
}

constexpr pattern patterns[] = {
#define OPTAXX_PATTERN(...) of(__VA_ARGS__),
    OPTAXX_PATTERNS(OPTAXX_PATTERN)
#undef OPTAXX_PATTERN
};

constexpr std::array<kernels::kernel_id, 2> pairs[] = {
#define OPTAXX_PAIR(first, second) std::array<kernels::kernel_id, 2>{first, second},
    OPTAXX_PAIRS(OPTAXX_PAIR)
#undef OPTAXX_PAIR
};

}  // namespace

bool is_pair(std::uint16_t first, std::uint16_t second) noexcept {
  return std::any_of(std::begin(pairs), std::end(pairs), [&](const auto& pair) {
    return static_cast<std::uint16_t>(pair[0]) == first &&
           static_cast<std::uint16_t>(pair[1]) == second;
  });
}

std::int16_t find_pattern(const std::uint16_t* kernels, std::size_t size) noexcept {
  for (std::size_t i = 0; i < std::size(patterns); ++i) {
    const pattern& p = patterns[i];
    if (p.size == size &&
        std::equal(kernels, kernels + size, p.kernels.begin(),
                   [](std::uint16_t a, auto b) { return a == static_cast<std::uint16_t>(b); })) {
      return static_cast<std::int16_t>(i);
    }
  }
  return -1;
}

}  // namespace optaxx::isa
