// Changes of lists and dicts in place, with Python's meaning: all names see them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "recipe/interpreter.hpp"
#include "recipe/value.hpp"

namespace optaxx::recipes {

/// From now on nothing changes the lists and dicts in a value: for what outlives the statement,
/// such as defaults, and what several threads may read.
void fix(const value& v);

/// The same with lists and dicts of its own, which may change.
value unshared(const value& v);

/// The int that a position is. Throws fault for all else.
std::int64_t position_value(const value& v, std::uint32_t at);
/// Which of so many items list[index] is. Throws fault for what is no position, or none of them.
std::size_t position_of(const value& index, std::size_t items, std::uint32_t at);

/// Where a list or dict is changed. All functions throw fault for contents that are fixed, that
/// would be in themselves, or that would be too large.
class content_changer {
 public:
  content_changer(interpreter& in, std::uint32_t at) : in_(in), at_(at) {}

  void insert(const sequence& list, std::size_t position, const value& v) const;
  void erase(const sequence& list, std::size_t position) const;
  void extend(const sequence& list, const std::vector<value>& items) const;
  void set(const dictionary& dict, const value& key, const value& v) const;
  void erase(const dictionary& dict, std::size_t position) const;
  /// object[index] = v.
  void set_item(const value& object, const value& index, const value& v) const;

 private:
  // Puts `in` in the place of `out`, either of which may be missing.
  void account(const std::shared_ptr<contents>& c, const value* out, const value* in) const;

  interpreter& in_;
  std::uint32_t at_;
};

}  // namespace optaxx::recipes
