#include "recipe/values/regex_reader.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>
#include <vector>

#include "recipe/text/letters.hpp"

namespace optaxx::recipes {

regex_reader::regex_reader(std::string_view source) : text_(code_points(source)), source_(source) {}

void regex_reader::fail(const std::string& what) const {
  std::size_t shown = 0;
  for (int letters = 0; shown < source_.size(); ++shown) {
    if (!continues_letter(source_[shown]) && letters++ == 60) break;
  }
  throw std::invalid_argument(
      fmt::format("the pattern '{}' at letter {}: {}", source_.substr(0, shown), at_ + 1, what));
}

char32_t regex_reader::any() {
  if (at_end()) fail("it ends too early");
  return text_[at_++];
}

char32_t regex_reader::read_code(int digits) {
  char32_t code = 0;
  for (int i = 0; i < digits; ++i) {
    const char32_t c = any();
    const char32_t lower = c | 0x20U;
    if (!is_digit(c) && (lower < 'a' || lower > 'f')) fail("a digit of 0 to f is missing");
    code = code * 16 + (is_digit(c) ? c - '0' : lower - 'a' + 10);
  }
  if (code > 0x10ffff) fail("there is no such letter");
  return code;
}

letter_set regex_reader::escaped_letters(char32_t c, bool ascii) {
  constexpr std::u32string_view names = U"ntrfva";
  constexpr std::u32string_view meanings = U"\n\t\r\f\v\a";
  switch (c) {
    case 'd':
      return letter_set::digits(ascii);
    case 'D':
      return letter_set::digits(ascii).inverted();
    case 'w':
      return letter_set::words(ascii);
    case 'W':
      return letter_set::words(ascii).inverted();
    case 's':
      return letter_set::blanks(ascii);
    case 'S':
      return letter_set::blanks(ascii).inverted();
    case 'x':
      return single(read_code(2));
    case 'u':
      return single(read_code(4));
    case 'U':
      return single(read_code(8));
    case '0': {
      char32_t code = 0;
      for (int i = 0; i < 2 && !at_end() && text_[at_] >= '0' && text_[at_] <= '7'; ++i)
        code = code * 8 + (text_[at_++] - '0');
      return single(code);
    }
    default:
      break;
  }
  const std::size_t known = names.find(c);
  if (known != names.npos) return single(meanings[known]);
  if (is_digit(c)) fail("references to groups are not known here");
  if (is_ascii_letter(c)) fail("this escape is not known here");
  return single(c);
}

letter_set regex_reader::letters_in_set(bool ascii) {
  const char32_t c = any();
  if (c != '\\') return single(c);
  return take('b') ? single('\b') : escaped_letters(any(), ascii);
}

letter_set regex_reader::letters_of_set(bool ascii) {
  std::vector<letter_range> ranges;
  for (bool first = true; first || !take(']'); first = false) {
    const letter_set here = letters_in_set(ascii);
    const bool range_follows = next_is('-') && at_ + 1 < text_.size() && text_[at_ + 1] != ']';
    if (!range_follows) {
      ranges.insert(ranges.end(), here.ranges().begin(), here.ranges().end());
      continue;
    }
    ++at_;
    ranges.push_back({only_letter(here), only_letter(letters_in_set(ascii))});
    if (ranges.back().last < ranges.back().first) fail("the range is upside down");
  }
  return letter_set(std::move(ranges));
}

char32_t regex_reader::only_letter(const letter_set& set) const {
  const letter_range& r = set.ranges().front();
  if (set.ranges().size() != 1 || r.first != r.last) fail("a range goes from letter to letter");
  return r.first;
}

}  // namespace optaxx::recipes
