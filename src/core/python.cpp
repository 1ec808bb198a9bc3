#include "core/python.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/decimal.hpp"
#include "core/flush_guard.hpp"

namespace optaxx::detail {
namespace {

template <class Float>
std::string shortest_repr(Float value) {
  if (std::isnan(value)) return "jnp.nan";
  if (std::isinf(value)) return value > 0 ? "jnp.inf" : "-jnp.inf";
  return unflushed([&] { return shortest(value).python(); });
}

}  // namespace

std::string python_repr(std::string_view text) {
  const bool double_quotes =
      text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos;
  const char quote = double_quotes ? '"' : '\'';
  std::string result(1, quote);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == quote || c == '\\') {
      result += '\\';
      result += c;
    } else if (c == '\n') {
      result += "\\n";
    } else if (c == '\r') {
      result += "\\r";
    } else if (c == '\t') {
      result += "\\t";
    } else if (byte < 0x20 || byte == 0x7f) {
      result += fmt::format("\\x{:02x}", byte);
    } else {
      result += c;
    }
  }
  result += quote;
  return result;
}

std::string python_repr(double value) { return shortest_repr(value); }
std::string python_repr(float value) { return shortest_repr(value); }

}  // namespace optaxx::detail
