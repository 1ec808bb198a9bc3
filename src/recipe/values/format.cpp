#include "recipe/values/format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <stdexcept>

#include "core/python.hpp"
#include "recipe/text/letters.hpp"
#include "recipe/values/operand.hpp"
#include "recipe/values/repr.hpp"

namespace optaxx::recipes {
namespace {

constexpr std::size_t longest = 10'000;

// [[fill]align][sign][#][0][width][grouping][.precision][type]
struct specification {
  std::string fill = " ";
  char align = '\0';  // as given
  char sign = '\0';
  bool alternate = false;
  bool zeros = false;  // behind the sign of a number, if no fill is given
  std::size_t width = 0;
  char grouping = '\0';
  int precision = -1;
  char type = '\0';
};

[[noreturn]] void refuse(std::string_view text, const value& v) {
  throw std::invalid_argument(
      fmt::format("the format '{}' is not supported for {}", text.substr(0, 40), described(v)));
}

std::size_t letters_in(std::string_view s) {
  return static_cast<std::size_t>(std::count_if(s.begin(), s.end(), std::not_fn(continues_letter)));
}

specification parsed(std::string_view text, const value& v) {
  specification s;
  std::string_view rest = text;
  const auto take = [&](std::string_view any_of) {
    const bool is = !rest.empty() && any_of.find(rest[0]) != any_of.npos;
    const char c = is ? rest[0] : '\0';
    if (is) rest.remove_prefix(1);
    return c;
  };
  const auto take_number = [&](std::size_t& n) {
    const auto read = std::from_chars(rest.data(), rest.data() + rest.size(), n);
    if (read.ec != std::errc() || n > longest) refuse(text, v);
    rest.remove_prefix(static_cast<std::size_t>(read.ptr - rest.data()));
  };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  constexpr std::string_view aligns = "<>=^";
  std::size_t fill = rest.empty() ? 0 : 1;
  while (fill < rest.size() && continues_letter(rest[fill])) ++fill;
  const bool filled = fill < rest.size() && aligns.find(rest[fill]) != aligns.npos;
  if (filled) {
    s.fill = std::string(rest.substr(0, fill));
    rest.remove_prefix(fill);
  }
  s.align = take(aligns);
  s.sign = take("+- ");
  s.alternate = take("#") != '\0';
  s.zeros = !filled && take("0") != '\0';
  if (s.zeros) s.fill = "0";
  if (!rest.empty() && is_digit(rest[0])) take_number(s.width);
  s.grouping = take(",_");
  if (take(".") != '\0') {
    std::size_t precision = 0;
    take_number(precision);
    s.precision = static_cast<int>(precision);
  }
  s.type = take("sdboxXeEfFgG%");
  if (!rest.empty()) refuse(text, v);
  return s;
}

std::string repeated(const std::string& fill, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += fill;
  return result;
}

// The sign, and what is filled up behind it.
std::string padded(const specification& s, const std::string& sign, const std::string& body,
                   char align) {
  const std::size_t size = letters_in(body) + sign.size();
  const std::size_t missing = s.width > size ? s.width - size : 0;
  if (align == '=') return sign + repeated(s.fill, missing) + body;
  if (align == '<') return sign + body + repeated(s.fill, missing);
  if (align == '>') return repeated(s.fill, missing) + sign + body;
  return repeated(s.fill, missing / 2) + sign + body + repeated(s.fill, missing - missing / 2);
}

char align_of_number(const specification& s) {
  return s.align != '\0' ? s.align : s.zeros ? '=' : '>';
}

// Separators between the digits in front of the point, and zeros up to the width.
std::string grouped(const specification& s, const std::string& digits, std::size_t every,
                    std::size_t width) {
  std::size_t end = 0;
  const auto is_digit = [&](char c) {
    const bool letter = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    return (c >= '0' && c <= '9') || (every == 4 && letter);
  };
  while (end < digits.size() && is_digit(digits[end])) ++end;
  std::string front = digits.substr(0, end);
  const std::string tail = digits.substr(end);
  if (end == 0) return digits;
  const bool fill = s.fill == "0" && align_of_number(s) == '=';
  const auto size = [&] { return front.size() + (front.size() - 1) / every + tail.size(); };
  while (fill && size() < width) front.insert(0, 1, '0');
  for (std::size_t i = front.size(); i > every; i -= every) front.insert(i - every, 1, s.grouping);
  return front + tail;
}

std::string of_number(const specification& s, bool negative, std::string digits,
                      const std::string& prefix, std::size_t every) {
  const std::string sign = (negative                         ? "-"
                            : s.sign == '+' || s.sign == ' ' ? std::string(1, s.sign)
                                                             : "") +
                           prefix;
  if (s.grouping != '\0') {
    const std::size_t width = s.width > sign.size() ? s.width - sign.size() : 0;
    digits = grouped(s, digits, every, width);
  }
  return padded(s, sign, digits, align_of_number(s));
}

std::string of_text(const specification& s, std::string text, std::string_view given,
                    const value& v) {
  const bool of_text = (s.type == '\0' || s.type == 's') && s.align != '=' && s.sign == '\0' &&
                       !s.alternate && s.grouping == '\0';
  if (!of_text) refuse(given, v);
  if (s.precision >= 0) {
    std::size_t end = 0;
    for (int letters = 0; end < text.size(); ++end) {
      if (!continues_letter(text[end]) && letters++ == s.precision) break;
    }
    text.resize(end);
  }
  return padded(s, "", text, s.align == '\0' ? '<' : s.align);
}

// That many digits at most, and like repr a digit behind the point.
std::string significant(double magnitude, int digits) {
  const std::string scientific = fmt::format("{:.{}e}", magnitude, digits - 1);
  const char* const power = scientific.data() + scientific.find('e') + 1;
  int exponent = 0;
  std::from_chars(power + (*power == '+' ? 1 : 0), scientific.data() + scientific.size(), exponent);
  const std::string plain = fmt::format("{:.{}g}", magnitude, digits);
  if (exponent == digits - 1) {
    std::string mantissa = scientific.substr(0, scientific.find('e'));
    if (mantissa.find('.') != mantissa.npos) {
      mantissa.erase(mantissa.find_last_not_of('0') + 1);
      if (mantissa.back() == '.') mantissa.pop_back();
    }
    return mantissa + scientific.substr(scientific.find('e'));
  }
  return plain.find_first_of(".e") == plain.npos ? plain + ".0" : plain;
}

std::string of_float(const specification& s, double d, std::string_view given, const value& v) {
  const bool negative = std::signbit(d) && !std::isnan(d);
  const double magnitude = std::abs(d);
  const bool percent = s.type == '%';
  const bool upper = s.type == 'E' || s.type == 'F' || s.type == 'G';
  std::string digits;
  if (!std::isfinite(d)) {
    digits = std::isnan(d) ? "nan" : "inf";
    if (percent) digits += "%";
    if (upper) digits = std::isnan(d) ? "NAN" : "INF";
  } else if (s.type == '\0') {
    if (s.alternate) refuse(given, v);
    digits = s.precision < 0 ? detail::python_repr(magnitude)
                             : significant(magnitude, std::max(s.precision, 1));
  } else {
    const int precision = s.precision < 0 ? 6 : s.precision;
    const std::string how =
        fmt::format("{{:{}.{}{}}}", s.alternate ? "#" : "", precision, percent ? 'f' : s.type);
    digits = fmt::format(fmt::runtime(how), percent ? magnitude * 100 : magnitude);
    if (percent) digits += "%";
  }
  return of_number(s, negative, std::move(digits), "", 3);
}

std::string of_int(const specification& s, std::int64_t i, std::string_view given, const value& v) {
  if (s.type != '\0' && std::string_view("dboxX").find(s.type) == std::string_view::npos) {
    if (s.type == 's') refuse(given, v);
    return of_float(s, static_cast<double>(i), given, v);
  }
  if (s.precision >= 0) refuse(given, v);
  const bool binary = s.type != '\0' && s.type != 'd';
  if (binary && s.grouping == ',') refuse(given, v);
  const std::uint64_t magnitude =
      i < 0 ? -static_cast<std::uint64_t>(i) : static_cast<std::uint64_t>(i);
  const std::string how = std::string("{:") + (binary ? s.type : 'd') + "}";
  const std::string prefix = binary && s.alternate ? std::string("0") + s.type : "";
  return of_number(s, i < 0, fmt::format(fmt::runtime(how), magnitude), prefix, binary ? 4 : 3);
}

}  // namespace

std::string formatted(const value& v, std::string_view given) {
  if (given.empty()) return str(v);
  const specification s = parsed(given, v);
  if (const auto* text = v.get<std::string>()) return of_text(s, *text, given, v);
  if (const auto* i = v.get<std::int64_t>()) return of_int(s, *i, given, v);
  if (const auto* b = v.get<bool>()) return of_int(s, *b ? 1 : 0, given, v);
  const auto* d = v.get<double>();
  const auto* a = v.get<jax_scalar>();
  if (a != nullptr && is_int(a->type))
    return of_int(s, static_cast<std::int64_t>(a->value), given, v);
  const bool number = d != nullptr || (a != nullptr && a->type != dtype::boolean);
  const bool text_type = s.type == 's' || s.type == 'd' || s.type == 'b' || s.type == 'o' ||
                         s.type == 'x' || s.type == 'X';
  if (!number || text_type) refuse(given, v);
  return of_float(s, d != nullptr ? *d : a->value, given, v);
}

std::string ascii(const value& v) {
  const std::string text = whole_repr(v);
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80)
      throw std::invalid_argument("!a is not supported for other letters than those of ASCII");
  }
  return text;
}

}  // namespace optaxx::recipes
