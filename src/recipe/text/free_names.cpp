#include "recipe/text/free_names.hpp"

#include <utility>

namespace optaxx::recipes {
namespace {

void add_targets(const syntax& text, std::uint32_t target, std::vector<std::string>& names) {
  if (text[target].type == node_type::subscript) return;
  if (text[target].type == node_type::name) names.emplace_back(text.text(target));
  for (const std::uint32_t child : text[target].children) add_targets(text, child, names);
}

}  // namespace

void add_bound_names(const syntax& text, std::uint32_t statement, std::vector<std::string>& names) {
  const node& n = text[statement];
  switch (n.type) {
    case node_type::assignment:
      for (std::size_t i = 0; i + 1 < n.children.size(); ++i)
        add_targets(text, n.children[i], names);
      return;
    case node_type::augmented_assignment:
    case node_type::definition:
      return add_targets(text, n.children[0], names);
    case node_type::import:
    case node_type::import_from:
      for (const std::uint32_t child : n.children) {
        if (text[child].type == node_type::imported)
          names.emplace_back(text.text(text[child].children.back()));
      }
      return;
    case node_type::branches:
    case node_type::block:
      for (const std::uint32_t child : n.children) add_bound_names(text, child, names);
      return;
    default:
      return;
  }
}

std::set<std::string, std::less<>> local_names(const syntax& text, std::uint32_t function) {
  std::vector<std::string> names;
  for (const std::uint32_t child : text[function].children) {
    const node_type type = text[child].type;
    const bool named =
        type == node_type::parameter || type == node_type::rest || type == node_type::rest_by_name;
    if (named) names.emplace_back(text.text(child));
    if (text[child].type == node_type::block) add_bound_names(text, child, names);
  }
  return {names.begin(), names.end()};
}

bool free_names::is_bound(std::string_view name) const {
  const auto b = bound_.find(name);
  return (b != bound_.end() && b->second > 0) || (functions_ != 0 && later_.contains(name));
}

std::vector<std::string> free_names::bound() const {
  std::vector<std::string> names;
  for (const auto& item : bound_) names.push_back(item.first);
  return names;
}

void free_names::visit_children(const node& n, std::size_t first) {
  for (std::size_t i = first; i < n.children.size(); ++i) visit(n.children[i]);
}

void free_names::visit_body(std::uint32_t function) {
  const auto locals = local_names(text_, function);
  ++functions_;
  for (const std::string& name : locals) ++bound_[name];
  visit(text_[function].children.back());
  for (const std::string& name : locals) --bound_[name];
  --functions_;
}

void free_names::visit_block(const node& block) {
  for (const std::uint32_t statement : block.children) {
    visit(statement);
    if (functions_ != 0) continue;
    std::vector<std::string> names;
    add_bound_names(text_, statement, names);
    for (std::string& name : names) bind(std::move(name));
  }
}

// The first iterable is read outside, the targets are known to all else.
void free_names::visit_comprehension(const node& n) {
  std::vector<std::string> targets;
  bool first = true;
  for (const std::uint32_t child : n.children) {
    const node& clause = text_[child];
    if (clause.type != node_type::for_clause) continue;
    if (std::exchange(first, false)) visit(clause.children[1]);
    add_targets(text_, clause.children[0], targets);
  }
  for (const std::string& name : targets) ++bound_[name];
  first = true;
  for (const std::uint32_t child : n.children) {
    const node& clause = text_[child];
    if (clause.type != node_type::for_clause) {
      visit(child);
    } else if (!std::exchange(first, false)) {
      visit(clause.children[1]);
    }
  }
  for (const std::string& name : targets) --bound_[name];
}

void free_names::visit(std::uint32_t index) {
  const node& n = text_[index];
  switch (n.type) {
    case node_type::name:
      if (!is_bound(text_.text(index))) found_.emplace(text_.text(index), n.begin);
      return;
    case node_type::lambda:
    case node_type::def:
      for (std::size_t i = 0; i + 1 < n.children.size(); ++i) visit_children(text_[n.children[i]]);
      return visit_body(index);
    case node_type::assignment:
      for (const std::uint32_t child : n.children) {
        const bool target = child != n.children.back() && text_[child].type != node_type::subscript;
        if (!target) visit(child);
      }
      return;
    case node_type::definition:
      return visit(n.children[1]);
    case node_type::import:
    case node_type::import_from:
      return;
    case node_type::block:
      return visit_block(n);
    case node_type::list_comprehension:
    case node_type::generator:
    case node_type::dict_comprehension:
      return visit_comprehension(n);
    default:
      visit_children(n);
  }
}

}  // namespace optaxx::recipes
