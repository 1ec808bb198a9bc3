#include "recipe/text/letters.hpp"

namespace optaxx::recipes {
namespace {

// The bytes of the letter that begins here, or 0 if none does.
std::size_t length_at(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const std::size_t length = first < 0x80   ? 1
                             : first < 0xc2 ? 0
                             : first < 0xe0 ? 2
                             : first < 0xf0 ? 3
                             : first < 0xf5 ? 4
                                            : 0;
  if (at + length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!continues_letter(text[at + i])) return 0;
  }
  return length;
}

}  // namespace

std::u32string code_points(std::string_view text) {
  constexpr char32_t first_bits[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
  constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  std::u32string letters;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = length_at(text, at);
    char32_t letter = static_cast<unsigned char>(text[at]) & first_bits[length];
    for (std::size_t i = 1; i < length; ++i)
      letter = letter << 6U | (static_cast<unsigned char>(text[at + i]) & 0x3fU);
    const bool known = length != 0 && letter >= least[length] && letter <= 0x10ffff &&
                       !(letter >= 0xd800 && letter <= 0xdfff);
    letters += known ? letter : 0xdc00U + static_cast<unsigned char>(text[at]);
    at += known ? length : 1;
  }
  return letters;
}

}  // namespace optaxx::recipes
