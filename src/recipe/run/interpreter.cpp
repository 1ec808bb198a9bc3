#include "recipe/run/interpreter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "recipe/values/arithmetic.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/sets.hpp"
#include "recipe/values/tree_values.hpp"

namespace optaxx::recipes {
namespace {

constexpr std::uint64_t work_of_a_run = 1'000'000;
constexpr std::uint64_t work_of_a_leaf = 1'000;

}  // namespace

std::uint64_t interpreter::most_work() const { return work_of_a_run + leaves_ * work_of_a_leaf; }

void interpreter::spend(std::uint32_t at, std::uint64_t work) {
  value_memory::of_thread().at = at;
  work_ += work;
  if (work_ > most_work()) throw fault{at, "this takes more work than a recipe may"};
}

depth_guard interpreter::deeper(std::uint32_t at) {
  if (depth_ == most_depth) throw fault{at, "calls too deep in one another"};
  return depth_guard(depth_);
}

void interpreter::check_size(const extent& size, std::uint32_t at) {
  if (size.weight > largest.weight || size.depth > largest.depth)
    throw fault{at, "this value is too large for a recipe"};
}

value interpreter::evaluate(std::uint32_t node) {
  const std::uint32_t begin = at(node).begin;
  spend(begin);
  const depth_guard guard = deeper(begin);
  value result = evaluate_any(node);
  check_size(result, begin);
  return result;
}

value interpreter::evaluate_any(std::uint32_t node) {
  const auto& n = at(node);
  switch (n.type) {
    case node_type::number:
      return evaluate_number(node);
    case node_type::text:
      return evaluate_text(node);
    case node_type::formatted:
      return evaluate_formatted(node);
    case node_type::constant:
      if (text_->text(node) == "None") return none;
      return text_->text(node) == "True";
    case node_type::ellipsis:
      throw fault{n.begin, "'...' is known only in the index of an array"};
    case node_type::name:
      return evaluate_name(node);
    case node_type::list:
    case node_type::tuple:
      return evaluate_items(node);
    case node_type::set:
      return evaluate_set(node);
    case node_type::dict:
      return evaluate_dict(node);
    case node_type::call:
      return evaluate_call(node);
    case node_type::attribute:
      return evaluate_attribute(node);
    case node_type::subscript:
      return evaluate_subscript(node);
    case node_type::unary:
      return evaluate_unary(node);
    case node_type::binary:
    case node_type::power:
      return evaluate_binary(node);
    case node_type::comparison:
      return evaluate_comparison(node);
    case node_type::negation:
    case node_type::conjunction:
    case node_type::disjunction:
      return evaluate_boolean(node);
    case node_type::conditional:
      return evaluate(n.children[holds(n.children[1]) ? 0 : 2]);
    case node_type::list_comprehension:
    case node_type::generator:
    case node_type::set_comprehension:
    case node_type::dict_comprehension:
      return evaluate_comprehension(node);
    case node_type::named:
      return evaluate_named(node);
    case node_type::lambda:
      return evaluate_function(node, {});
    default:
      throw fault{n.begin, "this cannot stand here"};
  }
}

bool interpreter::holds(std::uint32_t node) {
  const value condition = evaluate(node);
  return placed(at(node).begin, [&] { return truth(condition); });
}

std::vector<std::string> interpreter::known_names() const {
  std::vector<std::string> names;
  for (const scope* s = locals_.get(); s != nullptr; s = s->outer.get()) {
    for (const auto& item : s->names) names.push_back(item.first);
  }
  for (const auto& item : globals_) names.push_back(item.first);
  return names;
}

value interpreter::evaluate_name(std::uint32_t node) {
  const value& v = find(node);
  constexpr std::size_t letters_of_work = 64;
  if (const auto* s = v.get<std::string>()) spend(at(node).begin, s->size() / letters_of_work);
  return v;
}

const value& interpreter::find(std::uint32_t node) const {
  const std::string_view name = text_->text(node);
  for (const scope* s = locals_.get(); s != nullptr; s = s->outer.get()) {
    const auto local = s->names.find(name);
    if (local != s->names.end()) return local->second.bound;
    if (s->locals != nullptr && s->locals->contains(name)) {
      throw fault{
          at(node).begin,
          fmt::format("'{}' has no value here: the function binds or deletes it elsewhere", name)};
    }
  }
  const auto global = globals_.find(name);
  if (global != globals_.end()) return global->second;
  if (const auto unknown = unknown_imports_.find(name); unknown != unknown_imports_.end()) {
    throw fault{at(node).begin, fmt::format("the name '{}' is not bound: {} is not known here",
                                            name, unknown->second)};
  }
  throw fault{at(node).begin,
              fmt::format("the name '{}' is not bound{}", name, suggestion(name, known_names()))};
}

value interpreter::evaluate_items(std::uint32_t node) {
  std::vector<value> items;
  for (const std::uint32_t child : at(node).children) {
    if (at(child).type != node_type::spread) {
      items.push_back(evaluate(child));
      continue;
    }
    const value inner = evaluate(at(child).children[0]);
    for (value& item : iterate(inner, at(child).begin)) items.push_back(std::move(item));
  }
  return make_sequence(at(node).type == node_type::tuple, std::move(items));
}

value interpreter::evaluate_set(std::uint32_t node) {
  const value items = evaluate_items(node);
  return placed(at(node).begin, [&] { return make_set(items.get<sequence>()->items()); });
}

value interpreter::evaluate_dict(std::uint32_t node) {
  dictionary_builder items;
  const auto set = [&](const value& k, const value& v, std::uint32_t where) {
    spend(where, k.size().weight);
    placed(where, [&] { items.set(k, v); });
  };
  const auto& children = at(node).children;
  for (std::size_t i = 0; i < children.size();) {
    const std::uint32_t where = at(children[i]).begin;
    if (at(children[i]).type == node_type::spread_dict) {
      const value inner = evaluate(at(children[i++]).children[0]);
      const auto entries = dict_entries(inner);
      if (!entries) throw fault{where, "expected a dict behind **, got " + described(inner)};
      for (const auto& [k, v] : *entries) set(k, v, where);
      continue;
    }
    const value k = evaluate(children[i]);
    set(k, evaluate(children[i + 1]), where);
    i += 2;
  }
  return items.build();
}

}  // namespace optaxx::recipes
