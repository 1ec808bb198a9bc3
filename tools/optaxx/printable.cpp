#include "optaxx/printable.hpp"

#include <fmt/format.h>

#include <cstddef>

std::string printable(std::string_view text, bool lines) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    if (c == 0xC2 && next >= 0x80 && next < 0xA0) {
      result += fmt::format("\\x{:02x}", next);
      ++i;
    } else if ((c < 0x20 || c == 0x7F) && !(lines && c == '\n')) {
      result += fmt::format("\\x{:02x}", c);
    } else {
      result += text[i];
    }
  }
  return result;
}
