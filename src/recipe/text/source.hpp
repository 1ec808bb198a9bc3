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

/// A statement's line, from its first character that is no space.
struct source_line {
  std::uint32_t begin;
  std::uint32_t end;
  std::uint32_t spaces;  ///< In front of it, a tab as one.
  std::uint32_t column;  ///< A tab up to the next multiple of eight.
};

struct logical_text {
  std::string text;
  std::vector<source_line> lines;
};

/// The text with its comments and the line breaks inside of brackets as spaces, and its lines
/// without the empty ones. Offsets stay. Throws fault for brackets that do not match, strings that
/// do not end, and more nested brackets than anybody writes.
logical_text logical_lines(std::string_view source);

}  // namespace optaxx::recipes
