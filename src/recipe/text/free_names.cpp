#include "recipe/text/free_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/forever.hpp"

namespace optaxx::recipes {
namespace {

// An item or attribute is changed, not bound.
bool is_part(node_type type) {
  return type == node_type::subscript || type == node_type::attribute;
}

void add_targets(const syntax& text, std::uint32_t target, std::vector<std::string>& names) {
  if (is_part(text[target].type)) return;
  if (text[target].type == node_type::name) names.emplace_back(text.text(target));
  for (const std::uint32_t child : text[target].children) add_targets(text, child, names);
}

// What `:=` binds, outside of functions.
void add_named(const syntax& text, std::uint32_t part, std::vector<std::string>& names) {
  const node& n = text[part];
  if (is_function(n.type)) return;
  if (n.type == node_type::named) names.emplace_back(text.text(n.children[0]));
  for (const std::uint32_t child : n.children) add_named(text, child, names);
}

// Whether a statement may leave its block: by `return`, or by `break` or `continue` unless they are
// those of a loop within it.
bool may_leave(const syntax& text, std::uint32_t statement, bool in_loop = false) {
  const node& n = text[statement];
  switch (n.type) {
    case node_type::return_statement:
      return true;
    case node_type::break_statement:
    case node_type::continue_statement:
      return !in_loop;
    case node_type::branches:
    case node_type::loop:
    case node_type::block:
      return std::any_of(n.children.begin(), n.children.end(), [&](std::uint32_t child) {
        return may_leave(text, child, in_loop || n.type == node_type::loop);
      });
    default:
      return false;
  }
}

// Whether a function of this name calls the functions that it is given.
bool calls_its_arguments(std::string_view name) {
  for (const std::string_view module : {"optax.", "jax.tree", "flax.traverse_util."}) {
    if (name.starts_with(module)) return true;
  }
  return false;
}

}  // namespace

bool only_tells(const syntax& text, std::uint32_t function) {
  static const std::set<std::string_view>& methods = detail::forever(std::set<std::string_view>{
      "critical", "debug", "error", "exception", "fatal", "info", "log", "warn", "warning"});
  const node_type type = text[function].type;
  if (type == node_type::name) return text.text(function) == "print";
  return type == node_type::attribute && methods.contains(text.text(function));
}

void add_bound_names(const syntax& text, std::uint32_t statement, std::vector<std::string>& names) {
  const node& n = text[statement];
  switch (n.type) {
    case node_type::assignment:
      for (std::size_t i = 0; i + 1 < n.children.size(); ++i)
        add_targets(text, n.children[i], names);
      return add_named(text, n.children.back(), names);
    case node_type::del_statement:
      for (const std::uint32_t child : n.children) add_targets(text, child, names);
      return;
    case node_type::augmented_assignment:
      add_targets(text, n.children[0], names);
      return add_named(text, n.children[2], names);
    case node_type::definition:
    case node_type::class_definition:
      return add_targets(text, n.children[0], names);
    case node_type::import:
    case node_type::import_from:
      for (const std::uint32_t child : n.children) {
        if (text[child].type == node_type::imported)
          names.emplace_back(text.text(text[child].children.back()));
      }
      return;
    case node_type::loop:
      add_targets(text, n.children[0], names);
      for (std::size_t i = 1; i < n.children.size(); ++i)
        add_bound_names(text, n.children[i], names);
      return;
    case node_type::branches:
    case node_type::block:
      for (const std::uint32_t child : n.children) add_bound_names(text, child, names);
      return;
    default:
      add_named(text, statement, names);
  }
}

std::set<std::string, std::less<>> local_names(const syntax& text, std::uint32_t function) {
  std::vector<std::string> names;
  const auto& children = text[function].children;
  for (const std::uint32_t child : children) {
    const node_type type = text[child].type;
    const bool named =
        type == node_type::parameter || type == node_type::rest || type == node_type::rest_by_name;
    if (named) names.emplace_back(text.text(child));
  }
  add_bound_names(text, children.back(), names);
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
  for (const std::string& name : locals) {
    ++bound_[name];
    ++local_[name];
  }
  visit(text_[function].children.back());
  for (const std::string& name : locals) {
    --bound_[name];
    --local_[name];
  }
  --functions_;
}

void free_names::visit_block(const node& block) {
  for (const std::uint32_t statement : block.children) {
    std::vector<std::string> names;
    if (functions_ == 0) add_named(text_, statement, names);
    for (const std::string& name : names) bind(name);
    visit(statement);
    if (functions_ == 0) learn(statement);
    if (certainly() && may_leave(text_, statement)) return;
  }
}

// What a statement outside of functions binds.
void free_names::learn(std::uint32_t statement) {
  const node& n = text_[statement];
  std::vector<std::string> names;
  add_bound_names(text_, statement, names);
  if (n.type == node_type::del_statement) {
    for (const std::string& name : names) bound_.erase(name);
    return;
  }
  for (std::string& name : names) {
    definitions_.erase(name);
    imports_.erase(name);
    bind(std::move(name));
  }
  if (n.type == node_type::definition)
    definitions_.insert_or_assign(std::string(text_.text(n.children[0])), n.children[1]);
  const bool from = n.type == node_type::import_from;
  if (n.type != node_type::import && !from) return;
  for (std::size_t i = from ? 1 : 0; i < n.children.size(); ++i) {
    const auto& item = text_[n.children[i]].children;
    const std::string module = from ? std::string(text_.text(n.children[0])) + "." : "";
    imports_.insert_or_assign(std::string(text_.text(item.back())),
                              module + std::string(text_.text(item[0])));
  }
}

// Of a name or attributes of one, as Python's modules have it; "" for all else.
std::string free_names::dotted_name(std::uint32_t index) const {
  const node& n = text_[index];
  const std::string_view name = text_.text(index);
  if (n.type == node_type::attribute) {
    const std::string object = dotted_name(n.children[0]);
    return object.empty() ? object : object + "." + std::string(name);
  }
  const auto local = local_.find(name);
  if (n.type != node_type::name || (local != local_.end() && local->second > 0)) return {};
  const auto imported = imports_.find(name);
  return imported == imports_.end() ? std::string(name) : imported->second;
}

// The body of a function that is called: a lambda, or a name of a def.
void free_names::visit_called(std::uint32_t function) {
  if (text_[function].type == node_type::name) {
    const auto known = definitions_.find(dotted_name(function));
    if (known == definitions_.end()) return;
    function = known->second;
  }
  constexpr int most_functions = 32;  // in one another
  if (!is_function(text_[function].type) || functions_ == most_functions) return;
  if (visited_.insert(function).second) visit_body(function);
}

void free_names::visit_call(const node& n) {
  visit_children(n);
  if (!certainly()) return;
  visit_called(n.children[0]);
  if (!calls_its_arguments(dotted_name(n.children[0]))) return;
  for (std::size_t i = 1; i < n.children.size(); ++i) {
    const node& argument = text_[n.children[i]];
    visit_called(argument.type == node_type::keyword ? argument.children[0] : n.children[i]);
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
  if (certainly()) return;
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

// What of a node is evaluated in any case.
void free_names::visit_certain(std::uint32_t index) {
  const node& n = text_[index];
  switch (n.type) {
    case node_type::conditional:
      return visit(n.children[1]);
    case node_type::comparison:
      visit(n.children[0]);
      return visit(n.children[2]);
    case node_type::loop:
      return visit(n.children[1]);
    case node_type::conjunction:
    case node_type::disjunction:
    case node_type::branches:
    case node_type::assert_statement:
      return visit(n.children[0]);
    case node_type::expression_statement: {
      const node& call = text_[n.children[0]];
      const bool tells = call.type == node_type::call && only_tells(text_, call.children[0]);
      return visit(tells ? call.children[0] : n.children[0]);
    }
    default:
      visit_children(n);
  }
}

// Its bases, and the defaults of its fields.
void free_names::visit_class(const node& n) {
  for (std::size_t i = 1; i + 1 < n.children.size(); ++i) visit(n.children[i]);
  for (const std::uint32_t statement : text_[n.children.back()].children) visit(statement);
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
      if (!certainly()) visit_body(index);
      return;
    case node_type::call:
      return visit_call(n);
    case node_type::assignment:
      for (const std::uint32_t child : n.children) {
        if (child == n.children.back() || is_part(text_[child].type)) visit(child);
      }
      return;
    case node_type::definition:
    case node_type::named:
      return visit(n.children[1]);
    case node_type::import:
    case node_type::import_from:
    case node_type::declaration:
      return;
    case node_type::class_definition:
      return visit_class(n);
    case node_type::block:
      return visit_block(n);
    case node_type::list_comprehension:
    case node_type::generator:
    case node_type::set_comprehension:
    case node_type::dict_comprehension:
      return visit_comprehension(n);
    case node_type::loop:
      if (certainly()) return visit_certain(index);
      visit(n.children[1]);
      return visit_children(n, 2);
    default:
      certainly() ? visit_certain(index) : visit_children(n);
  }
}

free_names names_needed(const syntax& text, const std::vector<std::string>& known,
                        free_names::needed which) {
  const node& root = text[text.root];
  free_names names(text, which);
  for (const std::string& name : known) names.bind(name);
  std::vector<std::string> later;
  for (const std::uint32_t statement : root.children) add_bound_names(text, statement, later);
  for (std::string& name : later) names.bind_later(std::move(name));
  names.visit_block(root);
  return names;
}

fault not_bound(const std::map<std::string, std::uint32_t>& missing,
                const std::vector<std::string>& known) {
  std::vector<std::string> names;
  std::uint32_t first = missing.begin()->second;
  for (const auto& [name, where] : missing) {
    names.push_back(name);
    first = std::min(first, where);
  }
  if (names.size() == 1) {
    return {first,
            fmt::format("the name '{}' is not bound{}", names[0], suggestion(names[0], known))};
  }
  return {first, fmt::format("the names {} are not bound", quoted_list(names))};
}

}  // namespace optaxx::recipes
