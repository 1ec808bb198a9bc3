#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "recipe/text/syntax.hpp"

namespace optaxx::recipes {

enum class line_type : std::uint8_t {
  simple,
  decorator,         // of the definition below
  definition,        // head: name, parameters
  class_definition,  // head: name, bases
  loop,              // head: target, iterable
  branch_if,         // head: condition
  branch_elif,       // head: condition
  branch_else,
};

/// A line, as nodes of a syntax. What a colon opens may stand behind it, or in the lines below.
struct parsed_line {
  line_type type;
  std::uint32_t begin;
  std::vector<std::uint32_t> head;
  std::vector<std::uint32_t> statements;
};

/// Throws fault.
parsed_line parse_line(const std::string& text, std::uint32_t begin, std::uint32_t end,
                       syntax& result);

}  // namespace optaxx::recipes
