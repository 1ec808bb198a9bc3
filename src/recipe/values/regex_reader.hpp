#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "recipe/values/letter_set.hpp"

namespace optaxx::recipes {

inline bool is_ascii_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
inline bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
inline letter_set single(char32_t c) { return letter_set({{c, c}}); }

/// Goes through the letters of a pattern, and knows which letters an escape or a set stands for.
/// Throws std::invalid_argument.
class regex_reader {
 public:
  explicit regex_reader(std::string_view source);

  /// Throws, with the pattern and the place.
  [[noreturn]] void fail(const std::string& what) const;

  bool at_end() const { return at_ == text_.size(); }
  bool next_is(char32_t c) const { return !at_end() && text_[at_] == c; }
  bool take(char32_t c) {
    if (!next_is(c)) return false;
    ++at_;
    return true;
  }
  char32_t any();

  /// What stands behind a backslash, from its letter c on. `ascii`: \\w and the like are of ASCII.
  letter_set escaped_letters(char32_t c, bool ascii);
  /// What stands in [...], with the last bracket; the first one and ^ have been read.
  letter_set letters_of_set(bool ascii);

 protected:
  std::u32string text_;
  std::size_t at_ = 0;

 private:
  char32_t read_code(int digits);
  letter_set letters_in_set(bool ascii);
  char32_t only_letter(const letter_set& set) const;

  std::string_view source_;
};

}  // namespace optaxx::recipes
