#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "recipe/free_names.hpp"
#include "recipe/interpreter.hpp"
#include "recipe/modules.hpp"

namespace optaxx::recipes {

void interpreter::assign(std::uint32_t target, const value& v) {
  const auto& n = at(target);
  if (n.type == node_type::tuple) {
    const auto* s = v.get<sequence>();
    if (s == nullptr || s->items->size() != n.children.size()) {
      throw fault{n.begin, fmt::format("{} names for {}", n.children.size(), described(v))};
    }
    for (std::size_t i = 0; i < n.children.size(); ++i) assign(n.children[i], (*s->items)[i]);
    return;
  }
  const std::string name(text_->text(target));
  if (exported_.contains(name)) {
    throw fault{n.begin,
                fmt::format("'{}' is bound again behind a function that uses it; give this one "
                            "another name",
                            name)};
  }
  globals_.insert_or_assign(name, v);
}

void interpreter::import_modules(std::uint32_t statement) {
  const auto& n = at(statement);
  const bool from = n.type == node_type::import_from;
  for (std::size_t i = from ? 1 : 0; i < n.children.size(); ++i) {
    const auto& item = at(n.children[i]);
    std::string path(text_->text(item.children[0]));
    std::string name =
        item.children.size() == 2 ? std::string(text_->text(item.children[1])) : path;
    if (from) path = std::string(text_->text(n.children[0])) + "." + path;
    if (auto known = find_known(path)) {
      if (name.find('.') == name.npos) globals_.insert_or_assign(name, std::move(*known));
    } else if (from && find_known(text_->text(n.children[0]))) {
      throw fault{item.begin, fmt::format("{} has no '{}' here{}", text_->text(n.children[0]),
                                          text_->text(item.children[0]),
                                          suggestion(text_->text(item.children[0]),
                                                     names_in(text_->text(n.children[0]))))};
    }
  }
}

void interpreter::execute(std::uint32_t statement) {
  const auto& n = at(statement);
  switch (n.type) {
    case node_type::import:
    case node_type::import_from:
      return import_modules(statement);
    case node_type::assignment: {
      const value v = evaluate(n.children.back());
      for (std::size_t i = 0; i + 1 < n.children.size(); ++i) assign(n.children[i], v);
      return;
    }
    default:
      evaluate(n.children[0]);
  }
}

void interpreter::names_bound_by(std::uint32_t statement, std::vector<std::string>& names) const {
  const auto& n = at(statement);
  const bool binds = n.type == node_type::assignment || n.type == node_type::tuple;
  if (n.type == node_type::name) names.emplace_back(text_->text(statement));
  if (n.type == node_type::imported) names.emplace_back(text_->text(n.children.back()));
  const bool imports = n.type == node_type::import || n.type == node_type::import_from;
  if (!binds && !imports) return;
  const std::size_t first = n.type == node_type::import_from ? 1 : 0;
  const std::size_t values = n.type == node_type::assignment ? 1 : 0;
  for (std::size_t i = first; i + values < n.children.size(); ++i)
    names_bound_by(n.children[i], names);
}

// All that is missing at once, before anything is made.
void interpreter::check_names() const {
  free_names names(*text_);
  for (const auto& item : globals_) names.bind(item.first);
  const auto& statements = at(text_->root).children;
  std::vector<std::vector<std::string>> bound(statements.size());
  for (std::size_t i = 0; i < statements.size(); ++i) {
    names_bound_by(statements[i], bound[i]);
    for (const std::string& name : bound[i]) names.bind_later(name);
  }
  for (std::size_t i = 0; i < statements.size(); ++i) {
    const auto& n = at(statements[i]);
    if (n.type == node_type::assignment) names.visit(n.children.back());
    if (n.type == node_type::expression_statement) names.visit(n.children[0]);
    for (std::string& name : bound[i]) names.bind(std::move(name));
  }
  if (names.found().empty()) return;
  std::vector<std::string> missing;
  std::uint32_t first = std::numeric_limits<std::uint32_t>::max();
  for (const auto& [name, where] : names.found()) {
    missing.push_back(name);
    first = std::min(first, where);
  }
  if (missing.size() == 1) {
    throw fault{first, fmt::format("the name '{}' is not bound{}", missing[0],
                                   suggestion(missing[0], names.bound()))};
  }
  throw fault{first, fmt::format("the names {} are not bound", quoted_list(missing))};
}

value interpreter::run() {
  const std::vector<std::uint32_t>& statements = at(text_->root).children;
  if (statements.empty()) throw fault{0, "there is no recipe in this text"};
  check_names();
  const auto end = static_cast<std::uint32_t>(text_->source.size());
  if (statements.size() == 1 && at(statements[0]).type == node_type::expression_statement)
    return evaluate(at(statements[0]).children[0]);
  for (const std::uint32_t statement : statements) execute(statement);
  const auto tx = globals_.find("tx");
  if (tx == globals_.end())
    throw fault{end, "nothing is bound to 'tx', which is what a recipe makes"};
  return tx->second;
}

}  // namespace optaxx::recipes
