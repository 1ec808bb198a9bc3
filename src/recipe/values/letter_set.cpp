#include "recipe/values/letter_set.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "core/forever.hpp"

namespace optaxx::recipes {
namespace {

constexpr char32_t last_letter = 0x10ffff;

letter_set united(std::span<const letter_range> a, std::span<const letter_range> b) {
  std::vector<letter_range> ranges(a.begin(), a.end());
  ranges.insert(ranges.end(), b.begin(), b.end());
  return letter_set(std::move(ranges));
}

// A letter, and one that is the same where case is ignored.
using same_letter = std::pair<char32_t, char32_t>;

// All such pairs: K is k, and so is the sign of Kelvin.
std::vector<same_letter> same_letters(std::span<const case_run> runs) {
  std::set<same_letter> pairs;
  for (const case_run& run : runs) {
    for (char32_t c = run.first; c <= run.last; c += run.step) {
      const char32_t other = c + static_cast<char32_t>(run.distance);
      pairs.insert({c, other});
      pairs.insert({other, c});
    }
  }
  for (std::size_t before = 0; before != pairs.size();) {
    before = pairs.size();
    for (const auto& [a, b] : std::vector(pairs.begin(), pairs.end())) {
      for (auto next = pairs.lower_bound({b, 0}); next != pairs.end() && next->first == b; ++next)
        if (next->second != a) pairs.insert({a, next->second});
    }
  }
  return {pairs.begin(), pairs.end()};
}

}  // namespace

letter_set::letter_set(std::vector<letter_range> ranges) {
  std::erase_if(ranges, [](const letter_range& r) { return r.last < r.first; });
  const auto ascending = [](const letter_range& a, const letter_range& b) {
    return a.first < b.first;
  };
  if (!std::is_sorted(ranges.begin(), ranges.end(), ascending))
    std::sort(ranges.begin(), ranges.end(), ascending);
  for (const letter_range& r : ranges) {
    if (!ranges_.empty() && r.first <= ranges_.back().last + 1) {
      ranges_.back().last = std::max(ranges_.back().last, r.last);
    } else {
      ranges_.push_back(r);
    }
  }
  for (const letter_range& r : ranges_) {
    for (char32_t c = r.first; c <= r.last && c < ascii_.size(); ++c) ascii_.set(c);
  }
}

bool letter_set::has(char32_t c) const {
  if (c < ascii_.size()) return ascii_[c];
  const auto behind =
      std::upper_bound(ranges_.begin(), ranges_.end(), c,
                       [](char32_t letter, const letter_range& r) { return letter < r.first; });
  return behind != ranges_.begin() && c <= std::prev(behind)->last;
}

letter_set letter_set::inverted() const {
  std::vector<letter_range> others;
  char32_t next = 0;
  for (const letter_range& r : ranges_) {
    if (r.first > next) others.push_back({next, r.first - 1});
    next = r.last + 1;
  }
  if (next <= last_letter) others.push_back({next, last_letter});
  return letter_set(std::move(others));
}

letter_set letter_set::ignoring_case(bool ascii) const {
  static const std::vector<same_letter>& all = detail::forever(same_letters(case_runs));
  static const std::vector<same_letter>& of_ascii = detail::forever([] {
    constexpr case_run letters[] = {{'A', 'Z', 1, 'a' - 'A'}};
    return same_letters(letters);
  }());
  const std::vector<same_letter>& others = ascii ? of_ascii : all;
  std::vector<letter_range> ranges = ranges_;
  for (const letter_range& r : ranges_) {
    auto other = std::lower_bound(others.begin(), others.end(), same_letter{r.first, 0});
    for (; other != others.end() && other->first <= r.last; ++other) {
      if (!has(other->second)) ranges.push_back({other->second, other->second});
    }
  }
  return ranges.size() == ranges_.size() ? *this : letter_set(std::move(ranges));
}

letter_set letter_set::all() { return letter_set({{0, last_letter}}); }

const letter_set& letter_set::words(bool ascii) {
  static const letter_set& unicode = detail::forever(united(word_ranges, digit_ranges));
  static const letter_set& only_ascii =
      detail::forever(letter_set({{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}));
  return ascii ? only_ascii : unicode;
}
const letter_set& letter_set::digits(bool ascii) {
  static const letter_set& unicode = detail::forever(united(digit_ranges, {}));
  static const letter_set& only_ascii = detail::forever(letter_set({{'0', '9'}}));
  return ascii ? only_ascii : unicode;
}
const letter_set& letter_set::blanks(bool ascii) {
  static const letter_set& unicode = detail::forever(united(blank_ranges, {}));
  static const letter_set& only_ascii = detail::forever(letter_set({{'\t', '\r'}, {' ', ' '}}));
  return ascii ? only_ascii : unicode;
}

}  // namespace optaxx::recipes
