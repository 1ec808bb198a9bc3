#include "digits/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace digits {

namespace {

std::string format(double value, std::chars_format style, int precision) {
  std::array<char, 400> buffer{};  // the largest double has 309 figures before the point
  const auto result =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, style, precision);
  return {buffer.data(), result.ptr};
}

}  // namespace

std::string fixed(double value, int decimals) {
  return format(value, std::chars_format::fixed, decimals);
}

std::string general(double value, int figures) {
  return format(value, std::chars_format::general, figures);
}

std::string grouped(std::int64_t value) {
  const std::string figures = std::to_string(value);
  std::string text;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const bool after_figure = !text.empty() && text.back() != '-';
    if (after_figure && (figures.size() - i) % 3 == 0) text += ',';
    text += figures[i];
  }
  return text;
}

std::string duration(double seconds) {
  const auto three_figures = [](double x) { return fixed(x, x < 9.995 ? 2 : x < 99.95 ? 1 : 0); };
  if (seconds < 1e-3) return three_figures(seconds * 1e6) + " us";
  if (seconds < 1.0) return three_figures(seconds * 1e3) + " ms";
  return three_figures(seconds) + " s";
}

std::string pad_right(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text;
}

std::string pad_left(std::string text, std::size_t width) {
  return std::string(width - std::min(width, text.size()), ' ') + text;
}

std::string wrap(std::string_view text, std::size_t width, std::size_t indent) {
  std::string lines;
  std::size_t column = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (column > 0 && column + 1 + word.size() <= width) {
      lines += ' ';
      column += 1;
    } else {
      if (column > 0) lines += '\n';
      lines.append(indent, ' ');
      column = indent;
    }
    lines += word;
    column += word.size();
  }
  return lines;
}

}  // namespace digits
