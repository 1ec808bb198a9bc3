#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "recipe/syntax.hpp"

namespace optaxx::recipes {

/// The names that expressions need from around them.
class free_names {
 public:
  explicit free_names(const syntax& text) : text_(text) {}

  void bind(std::string name) { ++bound_[std::move(name)]; }
  /// Bound further down in the text: the body of a lambda finds it too.
  void bind_later(std::string name) { later_.insert(std::move(name)); }
  void visit(std::uint32_t expression);

  /// With the place where each is needed first.
  const std::map<std::string, std::uint32_t>& found() const { return found_; }
  /// What is bound.
  std::vector<std::string> bound() const;

 private:
  bool is_bound(std::string_view name) const;

  const syntax& text_;
  std::map<std::string, std::uint32_t> found_;
  std::map<std::string, int, std::less<>> bound_;  // how often: parameters hide other names
  std::set<std::string, std::less<>> later_;
  int lambdas_ = 0;
};

}  // namespace optaxx::recipes
