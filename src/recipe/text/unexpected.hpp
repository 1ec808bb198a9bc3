#pragma once

#include <cstdint>
#include <string>

#include "recipe/text/source.hpp"

namespace optaxx::recipes {

/// What is wrong with a line that ends at `end_of_line`, where the rules of the grammar came as far
/// as `furthest`.
fault unexpected(const std::string& text, std::size_t furthest, std::size_t end_of_line);

}  // namespace optaxx::recipes
