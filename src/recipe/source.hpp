#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "optaxx/core/errors.hpp"

namespace optaxx::recipes {

/// What is wrong, and where: an offset into the text.
struct fault {
  std::uint32_t at;
  std::string text;
};

/// The error for a fault: line and column, what is wrong, the line and a caret.
format_error complaint(std::string_view source, const fault& f);

/// " (did you mean 'warmup_steps'?)" if one of the names is near, otherwise "".
std::string suggestion(std::string_view name, const std::vector<std::string>& names);

/// "'a', 'b' and 'c'".
std::string quoted_list(const std::vector<std::string>& names);

/// The text with its comments and the line breaks inside of brackets as spaces, so that a line is a
/// statement. Offsets stay. Throws fault for brackets that do not match, strings that do not end,
/// and more nested brackets than anybody writes.
std::string logical_lines(std::string_view source);

}  // namespace optaxx::recipes
