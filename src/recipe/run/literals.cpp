// Numbers and strings of the text.
#include <charconv>
#include <limits>
#include <utility>

#include "recipe/run/interpreter.hpp"
#include "recipe/text/string_parts.hpp"
#include "recipe/values/format.hpp"
#include "recipe/values/repr.hpp"

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

// What stands between quotes.
std::string interpreter::unescaped(std::uint32_t begin, std::uint32_t end, bool raw) const {
  const std::string_view source = std::string_view(text_->source).substr(begin, end - begin);
  if (raw) return std::string(source);
  std::string result;
  std::size_t i = 0;
  const auto fail = [&](const char* text) {
    throw fault{begin + static_cast<std::uint32_t>(i), text};
  };
  while (i < source.size()) {
    if (source[i] != '\\' || i + 1 == source.size()) {
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
  return result;
}

value interpreter::evaluate_text(std::uint32_t node) {
  std::string result;
  for (const string_piece& piece : pieces_of(text_->source, {at(node).begin, at(node).end}))
    result += unescaped(piece.body.begin, piece.body.end, piece.raw);
  return make_string(std::move(result));
}

value interpreter::evaluate_formatted(std::uint32_t node) {
  std::string result;
  for (const std::uint32_t child : at(node).children) {
    const auto& n = at(child);
    if (n.type == node_type::literal || n.type == node_type::raw_literal) {
      result += unescaped(n.begin, n.end, n.type == node_type::raw_literal);
    } else {
      const value part = n.type == node_type::text ? evaluate_text(child) : evaluate_field(child);
      result += *part.get<std::string>();
    }
    spend(n.begin, result.size() / 64);
    check_size(extent{result.size() / 4, 1}, n.begin);
  }
  return make_string(std::move(result));
}

value interpreter::evaluate_field(std::uint32_t node) {
  const auto& n = at(node);
  value v = evaluate(n.children[0]);
  spend(n.begin, v.size().weight);
  const bool converted = at(n.children[1]).type != node_type::absent;
  const std::string_view conversion = converted                         ? text_->text(n.children[1])
                                      : n.type == node_type::repr_field ? "r"
                                                                        : "";
  const value format =
      at(n.children[2]).type == node_type::absent ? make_string({}) : evaluate(n.children[2]);
  return placed(n.begin, [&] {
    if (conversion == "r") v = make_string(whole_repr(v));
    if (conversion == "a") v = make_string(ascii(v));
    if (conversion == "s") v = make_string(str(v));
    return make_string(formatted(v, *format.get<std::string>()));
  });
}

}  // namespace optaxx::recipes
