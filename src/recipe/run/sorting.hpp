#pragma once

#include <vector>

#include "recipe/values/value.hpp"

namespace optaxx::recipes {

/// As sorted and list.sort do it: equal items stay in their order. `key` and `reverse` may be
/// nullptr.
std::vector<value> sorted_items(std::vector<value> items, const argument* key,
                                const argument* reverse, const call_site& site);

}  // namespace optaxx::recipes
