#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "recipe/text/source.hpp"
#include "recipe/text/syntax.hpp"

namespace optaxx::recipes {

/// Adds the names that a statement binds, also in its blocks and by `:=`.
void add_bound_names(const syntax& text, std::uint32_t statement, std::vector<std::string>& names);

/// All names that the call of a function binds: its parameters, and what its body assigns.
std::set<std::string, std::less<>> local_names(const syntax& text, std::uint32_t function);

/// Whether calls of this function, an attribute or a name, are only there to be seen: print, and
/// `info`, `warning`, ... of a logger.
bool only_tells(const syntax& text, std::uint32_t function);

/// The names that statements and expressions need from around them.
class free_names {
 public:
  /// Which of them: all that stand there, or those without which no run can come to its end. These
  /// stand neither in a branch, a block of `for` or behind a `return` that may be taken, nor in a
  /// function, unless it is called by its name or given to a function of optax or of trees.
  enum class needed : std::uint8_t { perhaps, certainly };

  explicit free_names(const syntax& text, needed which = needed::perhaps)
      : text_(text), which_(which) {}

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
  bool certainly() const { return which_ == needed::certainly; }
  void visit_children(const node& n, std::size_t first = 0);
  void visit_comprehension(const node& n);
  void visit_certain(std::uint32_t node);
  void visit_call(const node& n);
  void visit_called(std::uint32_t function);
  std::string dotted_name(std::uint32_t node) const;
  void learn(std::uint32_t statement);
  void visit_class(const node& n);

  const syntax& text_;
  needed which_;
  std::map<std::string, std::uint32_t> found_;
  std::map<std::string, int, std::less<>> bound_;  // how often: parameters hide other names
  std::set<std::string, std::less<>> later_;
  std::map<std::string, int, std::less<>> local_;                  // those of them of functions
  std::map<std::string, std::uint32_t, std::less<>> definitions_;  // functions by name
  std::map<std::string, std::string, std::less<>> imports_;        // what a name stands for
  std::set<std::uint32_t> visited_;                                // functions
  int functions_ = 0;
};

/// Those that a whole text needs beyond `known`.
free_names names_needed(const syntax& text, const std::vector<std::string>& known,
                        free_names::needed which);

/// What is wrong where these names are needed and have no value; at the first of their places.
fault not_bound(const std::map<std::string, std::uint32_t>& missing,
                const std::vector<std::string>& known);

}  // namespace optaxx::recipes
