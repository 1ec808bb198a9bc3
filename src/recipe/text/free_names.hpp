#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "recipe/text/syntax.hpp"

namespace optaxx::recipes {

/// Adds the names that a statement binds, also in the blocks of an `if`.
void add_bound_names(const syntax& text, std::uint32_t statement, std::vector<std::string>& names);

/// All names that the call of a function binds: its parameters, and what its body assigns.
std::set<std::string, std::less<>> local_names(const syntax& text, std::uint32_t function);

/// The names that statements and expressions need from around them.
class free_names {
 public:
  explicit free_names(const syntax& text) : text_(text) {}

  void bind(std::string name) { ++bound_[std::move(name)]; }
  /// Bound further down in the text: the body of a function finds it too.
  void bind_later(std::string name) { later_.insert(std::move(name)); }
  void visit(std::uint32_t node);
  /// Statements: what one binds, the next ones find.
  void visit_block(const node& block);
  /// Without the defaults of its parameters.
  void visit_body(std::uint32_t function);

  /// With the place where each is needed first.
  const std::map<std::string, std::uint32_t>& found() const { return found_; }
  /// What is bound.
  std::vector<std::string> bound() const;

 private:
  bool is_bound(std::string_view name) const;
  void visit_children(const node& n, std::size_t first = 0);
  void visit_comprehension(const node& n);

  const syntax& text_;
  std::map<std::string, std::uint32_t> found_;
  std::map<std::string, int, std::less<>> bound_;  // how often: parameters hide other names
  std::set<std::string, std::less<>> later_;
  int functions_ = 0;
};

}  // namespace optaxx::recipes
