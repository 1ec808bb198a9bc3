// Changes of lists and dicts in place, with Python's meaning: all names see them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "recipe/run/interpreter.hpp"
#include "recipe/values/value.hpp"

namespace optaxx::recipes {

/// Where a list or dict is changed. All functions throw fault for contents that are fixed, that
/// would be in themselves, or that would be too large.
class content_changer {
 public:
  content_changer(interpreter& in, std::uint32_t at) : in_(in), at_(at) {}

  void insert(const sequence& list, std::size_t position, const value& v) const;
  void erase(const sequence& list, std::size_t position) const;
  void extend(const sequence& list, const std::vector<value>& items) const;
  /// All of its items by these.
  void replace(const sequence& list, const std::vector<value>& items) const;
  void set(const dictionary& dict, const value& key, const value& v) const;
  void erase(const dictionary& dict, std::size_t position) const;
  /// By the items of a dict, or of pairs.
  void update(const dictionary& dict, const value& other) const;
  /// object[index] = v.
  void set_item(const value& object, const value& index, const value& v) const;

 private:
  // Puts `in` in the place of `out`, either of which may be missing.
  void account(const std::shared_ptr<contents>& c, const value* out, const value* in) const;

  interpreter& in_;
  std::uint32_t at_;
};

}  // namespace optaxx::recipes
