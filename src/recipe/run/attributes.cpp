// What follows a value: .name, [index], [from:to].
#include <fmt/format.h>

#include <algorithm>

#include "recipe/run/interpreter.hpp"
#include "recipe/run/methods.hpp"
#include "recipe/run/modules.hpp"
#include "recipe/run/positions.hpp"
#include "recipe/values/arrays.hpp"
#include "recipe/values/contents.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/tree_values.hpp"

namespace optaxx::recipes {
namespace {

std::optional<value> field_of(const shape& s, dtype type, std::string_view name) {
  if (name == "ndim") return static_cast<std::int64_t>(s.rank());
  if (name == "size") return static_cast<std::int64_t>(s.elements());
  if (name == "dtype") return type;
  if (name != "shape") return std::nullopt;
  std::vector<value> extents;
  for (const std::int64_t extent : s) extents.emplace_back(extent);
  return make_sequence(true, std::move(extents));
}

// Of an array of the parameters, or of numbers.
std::optional<value> field_of_array(const value& v, std::string_view name, bool x64) {
  if (const auto* a = v.get<array_info>()) return field_of(a->shape, a->type, name);
  if (const auto* s = v.get<jax_scalar>()) return field_of(shape{}, s->type, name);
  const auto& a = *v.get<number_array>();
  return field_of({static_cast<std::int64_t>(a.items->size())}, type_of(a, x64), name);
}

std::optional<value> field_of(const path_key& k, std::string_view name) {
  const bool known = (name == "key" && k.what == path_key::part::key) ||
                     (name == "idx" && k.what == path_key::part::position) ||
                     (name == "name" && k.what == path_key::part::field);
  return known ? std::optional(value_of(k.name)) : std::nullopt;
}

bool is_array_like(const value& v) {
  return v.get<array_info>() != nullptr || v.get<jax_scalar>() != nullptr || is_array(v);
}

}  // namespace

// A method that is called is gone afterwards: it may change what it is a method of.
value interpreter::evaluate_callee(std::uint32_t node) {
  if (at(node).type != node_type::attribute) return evaluate(node);
  const value object = evaluate(at(node).children[0]);
  spend(at(node).begin);
  return attribute_of(object, node);
}

value interpreter::evaluate_attribute(std::uint32_t node) {
  const value object = evaluate(at(node).children[0]);
  const auto* record = object.get<dictionary>();
  if (record == nullptr || !record->record) fix(object);
  return attribute_of(object, node);
}

value interpreter::attribute(const value& object, const std::string& name, std::uint32_t where) {
  if (auto found = find_attribute(object, name, where)) return *std::move(found);
  std::vector<std::string> names = method_names(object);
  std::string what = described(object);
  if (const auto* m = object.get<module_name>()) {
    what = m->path;
    names = names_in(m->path);
  }
  if (const auto* d = object.get<dictionary>(); d != nullptr && d->record) {
    for (const auto& item : d->items()) {
      if (const auto* key = item.first.get<std::string>()) names.push_back(*key);
    }
  }
  if (is_array_like(object)) {
    what = "an array";
    names.insert(names.end(), {"ndim", "size", "dtype", "shape"});
  }
  if (const auto* t = object.get<value_tree>()) {
    if ((*t->structure)[0].kind == node_kind::named_struct) names.clear();
  }
  throw fault{where, fmt::format("{} has no '{}' here{}", what, name, suggestion(name, names))};
}

std::optional<value> interpreter::find_attribute(const value& object, const std::string& name,
                                                 std::uint32_t where) {
  const bool large = object.get<value_tree>() != nullptr || object.get<transformation>() != nullptr;
  spend(where, large ? object.size().weight : 1);
  if (const auto* m = object.get<module_name>()) return find_known(m->path + "." + name);
  if (const auto* d = object.get<dictionary>(); d != nullptr && d->record) {
    spend(where, d->items().size() / 16);
    if (const value* const item = find_key(*d, make_string(name))) return *item;
  }
  if (auto method = find_method(object, name)) return method;
  if (is_array_like(object))
    return placed(where, [&] { return field_of_array(object, name, x64_); });
  if (const auto* k = object.get<path_key>()) return field_of(*k, name);
  if (object.get<value_tree>() != nullptr)
    return child_of(object, {path_key::part::field, key(name)});
  return std::nullopt;
}

value interpreter::evaluate_subscript(std::uint32_t node) {
  const auto& children = at(node).children;
  const value object = evaluate(children[0]);
  spend(at(node).begin, object.size().weight / 16 + 1);
  if (at(children[1]).type == node_type::slice) return evaluate_slice(children[1], object);
  return item_of(object, evaluate(children[1]), node);
}

value interpreter::item_of(const value& object, const value& index, std::uint32_t subscript) {
  const std::uint32_t where = at(at(subscript).children[1]).begin;
  if (const auto* a = object.get<number_array>()) {
    spend(where, index.size().weight);
    return placed(where, [&] { return indexed(*a, index, x64_); });
  }
  if (const auto* d = object.get<dictionary>()) {
    if (const value* const found = find_key(*d, index)) return *found;
    throw fault{where, fmt::format("the dict has no key {}", repr(index))};
  }
  if (const auto entries = dict_entries(object)) {
    for (const auto& [k, v] : *entries) {
      if (same_key(k, index)) return v;
    }
    throw fault{where, fmt::format("the tree has no key {}", repr(index))};
  }
  const bool list = object.get<sequence>() != nullptr || object.get<std::string>() != nullptr ||
                    object.get<value_tree>() != nullptr;
  if (!list) throw fault{at(subscript).begin, fmt::format("{} has no items", described(object))};
  const auto* s = object.get<sequence>();
  const std::vector<value> other = s == nullptr ? iterate(object, where) : std::vector<value>{};
  const std::vector<value>& items = s == nullptr ? other : s->items();
  return items[position_of(index, items.size(), where)];
}

value interpreter::evaluate_slice(std::uint32_t node, const value& object) {
  const std::uint32_t where = at(node).begin;
  const bool text = object.get<std::string>() != nullptr;
  const auto* array = object.get<number_array>();
  if (!text && array == nullptr && object.get<sequence>() == nullptr)
    throw fault{where, fmt::format("{} has no items", described(object))};
  const std::vector<value> items = array != nullptr ? *array->items : iterate(object, where);
  if (array != nullptr) spend(where, items.size());
  const auto size = static_cast<std::int64_t>(items.size());
  const auto bound = [&](std::size_t which) -> std::optional<std::int64_t> {
    const std::uint32_t child = at(node).children[which];
    if (at(child).type == node_type::absent) return std::nullopt;
    const value v = evaluate(child);
    if (v.get<none_t>() != nullptr) return std::nullopt;
    return position_value(v, at(child).begin);
  };
  const auto first = bound(0);
  const auto last = bound(1);
  const std::int64_t step = bound(2).value_or(1);
  if (step == 0) throw fault{where, "a step of 0"};
  const std::int64_t low = step > 0 ? 0 : -1;
  const std::int64_t high = step > 0 ? size : size - 1;
  const auto position = [&](std::int64_t i) {
    return std::clamp(i < 0 ? std::max(i, -size - 1) + size : i, low, high);
  };
  const std::int64_t begin = first ? position(*first) : step > 0 ? low : high;
  const std::int64_t end = last ? position(*last) : step > 0 ? high : low;
  std::vector<value> chosen;
  std::string letters;
  const std::int64_t stride = std::clamp(step, -size - 1, size + 1);
  for (std::int64_t i = begin; step > 0 ? i < end : i > end; i += stride) {
    const value& item = items[static_cast<std::size_t>(i)];
    if (text) letters += *item.get<std::string>();
    if (!text) chosen.push_back(item);
  }
  if (text) return make_string(std::move(letters));
  if (array != nullptr)
    return placed(where, [&] { return make_array(std::move(chosen), array->jax, x64_); });
  return make_sequence(object.get<sequence>()->tuple, std::move(chosen));
}

}  // namespace optaxx::recipes
