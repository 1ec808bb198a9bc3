#pragma once

namespace optaxx::recipes {

/// Whether this byte of UTF-8 begins no letter.
inline bool continues_letter(char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U; }

}  // namespace optaxx::recipes
