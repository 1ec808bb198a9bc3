// Numbers and strings of the text.
#include <charconv>
#include <limits>
#include <utility>

#include "recipe/interpreter.hpp"

namespace optaxx::recipes {

value interpreter::evaluate_number(std::uint32_t node) {
  std::string digits(text_->text(node));
  std::erase(digits, '_');
  const char* const end = digits.data() + digits.size();
  if (digits.find_first_of(".eE") == digits.npos) {
    if (digits.size() > 1 && digits[0] == '0' && digits.find_first_not_of('0') != digits.npos)
      throw fault{at(node).begin, "an integer cannot begin with 0"};
    std::int64_t i = 0;
    if (std::from_chars(digits.data(), end, i).ec != std::errc())
      throw fault{at(node).begin, "the integer is too large"};
    return i;
  }
  double d = 0;
  const auto read = std::from_chars(digits.data(), end, d);
  if (read.ec == std::errc::result_out_of_range) {
    // As Python: too large is inf, too small is 0.
    const std::size_t exponent = digits.find_first_of("eE");
    const bool small = exponent != digits.npos && digits[exponent + 1] == '-';
    return small ? 0.0 : std::numeric_limits<double>::infinity();
  }
  return d;
}

value interpreter::evaluate_text(std::uint32_t node) {
  const std::string_view source = text_->text(node);
  std::string result;
  std::size_t i = 0;
  const auto fail = [&](const char* text) {
    throw fault{at(node).begin + static_cast<std::uint32_t>(i), text};
  };
  while (i < source.size()) {
    const bool raw = source[i] == 'r' || source[i] == 'R';
    if (raw) ++i;
    const char quote = source[i];
    if (quote != '\'' && quote != '"') {  // between two pieces
      ++i;
      continue;
    }
    const std::string three(3, quote);
    const std::size_t width = source.substr(i, 3) == three ? 3 : 1;
    i += width;
    while (source.substr(i, width) != std::string_view(three).substr(0, width)) {
      if (raw && source[i] == '\\') {
        result += source.substr(i, 2);
        i += 2;
        continue;
      }
      if (source[i] != '\\') {
        result += source[i++];
        continue;
      }
      constexpr std::string_view escapes = "\\'\"ntr0abfv";
      constexpr std::string_view meanings{"\\'\"\n\t\r\0\a\b\f\v", 11};
      const char c = source[i + 1];
      if (c == 'x') {
        unsigned code = 0;
        const std::string_view digits = source.substr(i + 2, 2);
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
        if (digits.size() != 2 || read.ptr != digits.data() + 2 || code > 0x7f)
          fail("this escape is not known here");
        result += static_cast<char>(code);
        i += 4;
        continue;
      }
      if (std::string_view("uUN1234567").find(c) != std::string_view::npos)
        fail("this escape is not known here");
      if (escapes.find(c) != escapes.npos) {
        result += meanings[escapes.find(c)];
      } else if (c != '\n') {
        result += source.substr(i, 2);
      }
      i += 2;
    }
    i += width;
  }
  return make_string(std::move(result));
}

}  // namespace optaxx::recipes
