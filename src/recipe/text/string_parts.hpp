// String literals: the pieces side by side, and the fields of f-strings.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace optaxx::recipes {

/// A part of the text: [begin, end).
struct text_range {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool empty() const { return begin == end; }
};

/// rf'...': what stands between the quotes.
struct string_piece {
  text_range whole;
  text_range body;
  bool raw;
  bool formatted;
};

/// Of string literals side by side.
std::vector<string_piece> pieces_of(std::string_view text, text_range literals);

/// Of an f-string: what stands there as it is, or a field `{value!conversion:format}`.
struct format_part {
  text_range literal;  ///< Of a field `{value=}`, what is shown in front of the value.
  text_range value;    ///< Empty: no field.
  text_range conversion;
  text_range format;
};

/// Of the body of an f-string, or of the format of a field. Throws fault.
std::vector<format_part> format_parts(std::string_view text, text_range body, bool raw,
                                      bool of_field);

}  // namespace optaxx::recipes
