#include "recipe/text/unexpected.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace optaxx::recipes {
namespace {

bool in_word(char c) {
  return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

fault unexpected(const std::string& text, std::size_t furthest, std::size_t end_of_line) {
  std::size_t at = furthest;
  while (at < text.size() && text[at] == ' ') ++at;
  // Where the rules stopped within a word, the word is what is wrong.
  if (at < text.size() && in_word(text[at])) {
    while (at > 0 && in_word(text[at - 1])) --at;
  }
  const auto where = static_cast<std::uint32_t>(at);
  if (at == text.size()) return {where, "the text ends too early"};
  if (at >= end_of_line) return {where, "the line ends too early"};
  std::size_t end = at;
  while (end < text.size() && in_word(text[end]) && end - at < 40) ++end;
  const std::string word = text.substr(at, std::max<std::size_t>(end - at, 1));
  for (const char* other :
       {"while", "with", "try", "global", "nonlocal", "async", "await", "yield"}) {
    const std::size_t line = text.find_first_not_of(" \n", text.rfind('\n', at) + 1);
    const bool first = text.compare(line, std::strlen(other), other) == 0 &&
                       !in_word(text[line + std::strlen(other)]);
    if (word != other && !first) continue;
    return {first ? static_cast<std::uint32_t>(line) : where,
            fmt::format("'{}' is not a part of the recipe language", other)};
  }
  const auto byte = static_cast<unsigned char>(word[0]);
  if (byte < 0x20 || byte > 0x7e) return {where, fmt::format("unexpected byte 0x{:02x}", byte)};
  return {where, fmt::format("unexpected '{}'", word)};
}

}  // namespace optaxx::recipes
