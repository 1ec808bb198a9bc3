#pragma once

#include <cstddef>
#include <cstdint>

#include "recipe/values/value.hpp"

namespace optaxx::recipes {

/// The int that a position is. Throws fault for all else.
std::int64_t position_value(const value& v, std::uint32_t at);
/// Which of so many items list[index] is. Throws fault for what is no position, or none of them.
std::size_t position_of(const value& index, std::size_t items, std::uint32_t at);

}  // namespace optaxx::recipes
