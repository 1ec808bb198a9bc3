// What follows a value: .name, [index], [from:to].
#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "recipe/run/array_updates.hpp"
#include "recipe/run/interpreter.hpp"
#include "recipe/run/methods.hpp"
#include "recipe/run/modules.hpp"
#include "recipe/run/positions.hpp"
#include "recipe/values/arrays.hpp"
#include "recipe/values/contents.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/tensors.hpp"
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
  if (name == "T" && v.get<tensor>() == nullptr) return v;
  if (const auto* s = v.get<jax_scalar>()) return field_of(shape{}, s->type, name);
  if (const auto* t = v.get<tensor>()) {
    if (name != "T") return field_of(t->numbers->shape(), t->numbers->dtype(), name);
    std::vector<std::size_t> axes(t->numbers->shape().rank());
    std::iota(axes.rbegin(), axes.rend(), std::size_t{0});
    return transposed(*t, axes);
  }
  const auto& a = *v.get<number_array>();
  return field_of({static_cast<std::int64_t>(a.items->size())}, type_of(a, x64), name);
}

std::optional<value> field_of(const path_key& k, std::string_view name) {
  const bool known = (name == "key" && k.what == path_key::part::key) ||
                     (name == "idx" && k.what == path_key::part::position) ||
                     (name == "name" && k.what == path_key::part::field);
  return known ? std::optional(value_of(k.name)) : std::nullopt;
}

// A field of a NamedTuple.
std::optional<value> find_field(const value& object, std::string_view name) {
  const auto* s = object.get<sequence>();
  if (s == nullptr || s->type == nullptr) return std::nullopt;
  return child_of(object, {path_key::part::field, key(name)});
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
  const bool is_record = record != nullptr && record->record;
  if (!is_record && !find_field(object, text_->text(node))) fix(object);
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
  if (auto field = find_field(object, name)) return field;
  if (auto method = find_method(object, name)) return method;
  if (auto set = update_method(object, name)) return set;
  if (name == "at" && (object.get<tensor>() != nullptr || (is_array(object) && is_jax(object)))) {
    const array_operand a = placed(where, [&] { return array_of(object, x64_); });
    return updates_of(tensor{a.numbers, arrays_, a.weak}, where);
  }
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
  if (const auto* t = object.get<tensor>()) return evaluate_tensor_item(children[1], *t);
  const node_type index = at(children[1]).type;
  const bool axes = index == node_type::tuple || index == node_type::ellipsis;
  if (object.get<jax_scalar>() != nullptr || (axes && is_array(object) && is_jax(object))) {
    const array_operand a = array_of(object, x64_);
    return evaluate_tensor_item(children[1], {a.numbers, arrays_, a.weak});
  }
  if (at(children[1]).type == node_type::slice) return evaluate_slice(children[1], object);
  if (object.get<partial>() != nullptr) {
    if (auto there = update_at(object, evaluate(children[1]), at(children[1]).begin)) return *there;
  }
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

interpreter::item_range interpreter::evaluate_range(std::uint32_t slice, std::size_t items) {
  const std::uint32_t where = at(slice).begin;
  const auto size = static_cast<std::int64_t>(items);
  const auto bound = [&](std::size_t which) -> std::optional<std::int64_t> {
    const std::uint32_t child = at(slice).children[which];
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
  const std::int64_t stride = std::clamp(step, -size - 1, size + 1);
  const std::int64_t length = step > 0 ? end - begin : begin - end;
  const std::int64_t by = step > 0 ? stride : -stride;
  return {begin, stride, length <= 0 ? 0 : (length + by - 1) / by};
}

value interpreter::evaluate_slice(std::uint32_t node, const value& object) {
  const std::uint32_t where = at(node).begin;
  const bool text = object.get<std::string>() != nullptr;
  const auto* array = object.get<number_array>();
  if (!text && array == nullptr && object.get<sequence>() == nullptr)
    throw fault{where, fmt::format("{} has no items", described(object))};
  const std::vector<value> items = array != nullptr ? *array->items : iterate(object, where);
  if (array != nullptr) spend(where, items.size());
  const item_range range = evaluate_range(node, items.size());
  std::vector<value> chosen;
  std::string letters;
  for (std::int64_t i = 0; i < range.count; ++i) {
    const value& item = items[static_cast<std::size_t>(range.begin + i * range.step)];
    if (text) letters += *item.get<std::string>();
    if (!text) chosen.push_back(item);
  }
  if (text) return make_string(std::move(letters));
  if (array != nullptr)
    return placed(where, [&] { return make_array(std::move(chosen), array->jax, x64_); });
  return make_sequence(object.get<sequence>()->tuple, std::move(chosen));
}

// Ints, slices and None, one behind the other; what is left of the axes stays, at `...` or behind.
value interpreter::evaluate_tensor_item(std::uint32_t index, const tensor& t) {
  const bool several = at(index).type == node_type::tuple;
  const std::vector<std::uint32_t> parts =
      several ? at(index).children : std::vector<std::uint32_t>{index};
  std::vector<value> items;  // of slices and `...` None
  std::size_t taken = 0;     // axes that are not those of `...`
  bool left_out = false;
  for (const std::uint32_t child : parts) {
    const bool slice = at(child).type == node_type::slice;
    const bool rest = at(child).type == node_type::ellipsis;
    if (rest && std::exchange(left_out, true)) throw fault{at(child).begin, "a second '...'"};
    items.push_back(slice || rest ? value(none) : evaluate(child));
    if (slice || items.back().get<none_t>() == nullptr) ++taken;
  }
  array_part part(t.numbers->shape());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::uint32_t where = at(parts[i]).begin;
    spend(where);
    if (at(parts[i]).type == node_type::ellipsis) {
      for (std::size_t n = t.numbers->shape().rank(); n > taken; --n)
        part.take_range(0, 1, static_cast<std::int64_t>(part.extent()));
    } else if (at(parts[i]).type == node_type::slice) {
      placed(where, [&] { part.check_axis(); });
      const item_range range = evaluate_range(parts[i], part.extent());
      part.take_range(range.begin, range.step, range.count);
    } else if (items[i].get<none_t>() != nullptr) {
      part.add_axis();
    } else {
      placed(where, [&] { part.take_item(position_value(items[i], where)); });
    }
  }
  return placed(at(index).begin, [&] { return strided(t, part); });
}

}  // namespace optaxx::recipes
