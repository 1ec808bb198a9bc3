// Lists and dicts: what all names that share one see.
#pragma once

#include <memory>

#include "recipe/values/value.hpp"

namespace optaxx::recipes {

/// From now on nothing changes the lists and dicts in a value: for what outlives the statement,
/// such as defaults, and what several threads may read.
void fix(const value& v);

/// The same with lists and dicts of its own, which may change.
value unshared(const value& v);

/// That v is in c from now on.
void enter(const value& v, const std::shared_ptr<contents>& c);
/// That it is there once less.
void leave(const value& v, const std::shared_ptr<contents>& c);

}  // namespace optaxx::recipes
