#include "isa/patterns.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <span>

#include "isa/program.hpp"
#include "isa/scalings.hpp"
#include "kernels/kernel_id.hpp"

namespace optaxx::isa {
namespace {

using enum kernels::kernel_id;
constexpr kernels::kernel_id scalings{0xfffe};

struct pattern {
  std::array<kernels::kernel_id, 7> kernels{};
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

constexpr pattern steps[] = {
#define OPTAXX_STEP(...) of(__VA_ARGS__),
    OPTAXX_STEPS(OPTAXX_STEP)
#undef OPTAXX_STEP
};

constexpr std::uint32_t step_codes[] = {
#define OPTAXX_STEP(...) code_of(__VA_ARGS__),
    OPTAXX_STEPS(OPTAXX_STEP)
#undef OPTAXX_STEP
};

bool begins_with(const std::uint16_t* kernels, std::size_t size, const pattern& p) {
  return p.size <= size &&
         std::equal(p.kernels.begin(), p.kernels.begin() + p.size, kernels,
                    [](auto id, std::uint16_t k) { return static_cast<std::uint16_t>(id) == k; });
}

bool is(const std::uint16_t* kernels, std::size_t size, const pattern& p) {
  const auto* const end = kernels + size;
  for (std::size_t i = 0; i < p.size; ++i) {
    if (p.kernels[i] == scalings) {
      for (std::size_t n = 0; n < kernels::scalings<float>::most && kernels != end; ++n, ++kernels)
        if (*kernels != static_cast<std::uint16_t>(scale)) break;
    } else if (kernels == end || *kernels++ != static_cast<std::uint16_t>(p.kernels[i])) {
      return false;
    }
  }
  return kernels == end;
}

}  // namespace

std::uint8_t fuse(const std::uint16_t* kernels, std::size_t size, std::uint32_t& code) noexcept {
  std::size_t length = 1;
  code = code_of(kernels[0]);
  for (std::size_t i = 0; i < std::size(steps); ++i) {
    if (steps[i].size <= length || !begins_with(kernels, size, steps[i])) continue;
    length = steps[i].size;
    code = step_codes[i];
  }
  return static_cast<std::uint8_t>(length);
}

std::int16_t find_pattern(const std::uint16_t* kernels, std::size_t size) noexcept {
  for (std::size_t i = 0; i < std::size(patterns); ++i) {
    if (is(kernels, size, patterns[i])) return static_cast<std::int16_t>(i);
  }
  return -1;
}

}  // namespace optaxx::isa
