// fnmatch's patterns.
#include <stdexcept>
#include <string>

#include "recipe/text/letters.hpp"
#include "recipe/values/regex_program.hpp"

namespace optaxx::recipes {
namespace {

// Where the ']' of a set stands whose '[' does; npos: the '[' is a letter. A ']' that comes first
// belongs to the set.
std::size_t end_of_set(const std::u32string& text, std::size_t begin) {
  std::size_t first = begin + 1;
  if (first < text.size() && text[first] == '!') ++first;
  return text.find(']', first + 1);
}

// What stands between the brackets: ranges, of which one that is upside down is empty, and letters.
letter_set set_of(std::u32string_view inner) {
  const bool inverted = inner.starts_with('!');
  if (inverted) inner.remove_prefix(1);
  std::vector<letter_range> ranges;
  for (std::size_t i = 0; i < inner.size();) {
    const bool is_range = i + 2 < inner.size() && inner[i + 1] == '-';
    ranges.push_back({inner[i], inner[is_range ? i + 2 : i]});
    i += is_range ? 3 : 1;
  }
  letter_set set(std::move(ranges));
  return inverted ? set.inverted() : set;
}

}  // namespace

regex_program compiled_glob(std::string_view pattern) {
  using op = regex_program::op;
  const std::u32string text = code_points(pattern);
  regex_program result;
  const auto add_letter = [&](letter_set set) {
    result.code.push_back({op::letter, static_cast<std::int32_t>(result.sets.size())});
    result.sets.push_back(std::move(set));
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (result.code.size() > most_instructions)
      throw std::invalid_argument("the pattern is too long");
    const std::size_t end = text[i] == '[' ? end_of_set(text, i) : text.npos;
    if (end != text.npos) {
      add_letter(set_of(std::u32string_view(text).substr(i + 1, end - i - 1)));
      i = end;
    } else if (text[i] == '*') {
      result.code.push_back({op::split, 1, 3});
      add_letter(letter_set::all());
      result.code.push_back({op::jump, -2});
    } else {
      add_letter(text[i] == '?' ? letter_set::all() : letter_set({{text[i], text[i]}}));
    }
  }
  return result;
}

}  // namespace optaxx::recipes
