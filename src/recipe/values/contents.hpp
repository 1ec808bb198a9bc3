// Lists and dicts: what all names that share one see.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "recipe/values/value.hpp"

namespace optaxx::recipes {

/// From now on nothing changes the lists and dicts in a value: for what outlives the statement,
/// such as defaults, and what several threads may read.
void fix(const value& v);

/// The same with lists and dicts of its own, which may change.
value unshared(const value& v);

/// A list of rows of these columns: lists that may change, dicts for their values, and all else for
/// what is in the rows as it is. With one column the rows are its items, else tuples.
value make_rows(std::vector<value> rows, const std::vector<value>& columns);
/// A row of such a list, or an item of any other, as it is now; nothing if its columns have got
/// longer or shorter.
std::optional<value> row_now(const sequence& rows, std::size_t row);

/// That v is in c from now on.
void enter(const value& v, const std::shared_ptr<contents>& c);
/// That it is there once less.
void leave(const value& v, const std::shared_ptr<contents>& c);

}  // namespace optaxx::recipes
