#pragma once

#include <cstdint>
#include <span>

namespace optaxx::recipes {

/// Code points from the first to the last.
struct letter_range {
  char32_t first;
  char32_t last;
};
/// Code points of which each is the same as the one at a distance, where case is ignored.
struct case_run {
  char32_t first;
  char32_t last;
  std::uint32_t step;  ///< From one to the next.
  std::int32_t distance;
};

// As CPython's re has them: \w without digits, \d, \s.
extern const std::span<const letter_range> word_ranges;
extern const std::span<const letter_range> digit_ranges;
extern const std::span<const letter_range> blank_ranges;
extern const std::span<const case_run> case_runs;

}  // namespace optaxx::recipes
