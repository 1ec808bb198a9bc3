#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "recipe/values/value.hpp"

// x.at[i].set(v): an array with another number. Each step to it is a functools.partial of what is
// called in the end.
namespace optaxx::recipes {

/// x.at
value updates_of(const value& array, std::uint32_t where);
/// x.at[index]; nothing for what is no x.at.
std::optional<value> update_at(const value& updates, const value& index, std::uint32_t where);
/// x.at[index].set; nothing for all else.
std::optional<value> update_method(const value& update, std::string_view name);

}  // namespace optaxx::recipes
