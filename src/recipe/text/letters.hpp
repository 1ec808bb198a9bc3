#pragma once

#include <string>
#include <string_view>

namespace optaxx::recipes {

/// Whether this byte of UTF-8 begins no letter.
inline bool continues_letter(char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U; }

/// The code points of UTF-8. A byte that belongs to none is one by itself, 0xdc00 + the byte, as
/// Python has it with `surrogateescape`.
std::u32string code_points(std::string_view text);

}  // namespace optaxx::recipes
