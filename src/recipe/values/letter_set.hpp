#pragma once

#include <bitset>
#include <vector>

#include "recipe/values/letter_tables.hpp"

namespace optaxx::recipes {

/// Code points: what one letter of a pattern stands for.
class letter_set {
 public:
  letter_set() = default;
  /// In any order; a range may be empty and may overlap another.
  explicit letter_set(std::vector<letter_range> ranges);

  bool has(char32_t c) const;
  letter_set inverted() const;
  /// With all that Python takes for the same where case is ignored.
  letter_set ignoring_case(bool ascii) const;
  const std::vector<letter_range>& ranges() const { return ranges_; }

  static letter_set all();
  // \w, \d and \s of str patterns, or with re.ASCII.
  static const letter_set& words(bool ascii);
  static const letter_set& digits(bool ascii);
  static const letter_set& blanks(bool ascii);

 private:
  std::vector<letter_range> ranges_;  // disjoint, ascending
  std::bitset<128> ascii_;
};

}  // namespace optaxx::recipes
