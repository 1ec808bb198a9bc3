#include "recipe/values/value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>

#include "recipe/values/repr.hpp"
#include "recipe/values/sets.hpp"

namespace optaxx::recipes {

extent extent::around(const std::vector<extent>& parts) {
  extent result;
  for (const extent& part : parts) {
    result.weight += part.weight;
    result.depth = std::max(result.depth, part.depth + 1);
  }
  return result;
}

template <one_of<value::data_type> T>
value::value(T d, extent e)
    : data(std::in_place_type<T>, std::move(d)), own_size(e), memory(data) {}

template value::value(none_t, extent);
template value::value(bool, extent);
template value::value(std::int64_t, extent);
template value::value(double, extent);
template value::value(std::string, extent);
template value::value(dtype, extent);
template value::value(jax_scalar, extent);
template value::value(number_array, extent);
template value::value(tensor, extent);
template value::value(array_info, extent);
template value::value(path_key, extent);
template value::value(sequence, extent);
template value::value(value_set, extent);
template value::value(dictionary, extent);
template value::value(value_tree, extent);
template value::value(schedule, extent);
template value::value(transformation, extent);
template value::value(leaf_mask, extent);
template value::value(leaf_labels, extent);
template value::value(skip_update, extent);
template value::value(decay_rate_function, extent);
template value::value(condition, extent);
template value::value(measurement, extent);
template value::value(prng_key, extent);
template value::value(module_name, extent);
template value::value(closure, extent);
template value::value(partial, extent);
template value::value(pattern, extent);
template value::value(exception, extent);
template value::value(std::shared_ptr<const record_type>, extent);
template value::value(std::shared_ptr<const builtin>, extent);
template value::value(std::shared_ptr<const untyped_function>, extent);

value::value(const value& other) : data(other.data), own_size(other.own_size), memory(data) {}
value::value(value&& other) noexcept = default;
value& value::operator=(const value& other) {
  if (this != &other) *this = value(other);
  return *this;
}
value& value::operator=(value&& other) noexcept = default;
value::~value() = default;

value make_string(std::string text) {
  constexpr std::size_t letters_of_a_value = 4;
  const extent size{1 + text.size() / letters_of_a_value, 1};
  return {std::move(text), size};
}

value make_function(std::string name, std::function<value(const call_site&)> run) {
  return std::make_shared<const builtin>(builtin{std::move(name), std::move(run)});
}

bool is_key(const value& v) {
  if (v.get<std::string>() != nullptr || v.get<std::int64_t>() != nullptr ||
      v.get<bool>() != nullptr || v.get<double>() != nullptr)
    return true;
  const auto* s = v.get<sequence>();
  return s != nullptr && s->tuple && std::all_of(s->items().begin(), s->items().end(), is_key);
}

bool same_key(const value& a, const value& b) { return is_key(b) && same(a, b); }

const value* find_key(const dictionary& d, const value& key) {
  for (const auto& [k, v] : d.items()) {
    if (same_key(k, key)) return &v;
  }
  return nullptr;
}

namespace {

std::optional<double> number_of(const value& v) {
  if (const auto* i = v.get<std::int64_t>()) return static_cast<double>(*i);
  if (const auto* b = v.get<bool>()) return *b ? 1.0 : 0.0;
  if (const auto* d = v.get<double>()) return *d;
  return std::nullopt;
}

}  // namespace

bool same(const value& a, const value& b) {
  const auto both = [&]<class T>(const T* x) {
    const T* const y = b.get<T>();
    return x != nullptr && y != nullptr && *x == *y;
  };
  if (const auto* s = a.get<sequence>()) {
    const auto* t = b.get<sequence>();
    return t != nullptr && s->tuple == t->tuple &&
           std::equal(s->items().begin(), s->items().end(), t->items().begin(), t->items().end(),
                      same);
  }
  if (const auto* s = a.get<value_set>()) {
    const auto* t = b.get<value_set>();
    return t != nullptr && *set_operation("==", *s, *t)->get<bool>();
  }
  if (const auto* d = a.get<dictionary>()) {
    const auto* e = b.get<dictionary>();
    return e != nullptr && d->items().size() == e->items().size() &&
           std::all_of(d->items().begin(), d->items().end(), [&](const auto& item) {
             const value* const other = find_key(*e, item.first);
             return other != nullptr && same(item.second, *other);
           });
  }
  if (const auto* k = a.get<path_key>()) {
    const auto* l = b.get<path_key>();
    return l != nullptr && k->what == l->what && k->name == l->name;
  }
  if (a.get<none_t>() != nullptr) return b.get<none_t>() != nullptr;
  if (const auto x = number_of(a), y = number_of(b); x && y) return *x == *y;
  return both(a.get<std::string>()) || both(a.get<dtype>());
}

namespace {

std::string text_of_key(const value& k) {
  if (const auto* s = k.get<std::string>()) return std::to_string(s->size()) + "'" + *s;
  if (const auto* i = k.get<std::int64_t>()) return "i" + std::to_string(*i);
  if (const auto* b = k.get<bool>()) return *b ? "i1" : "i0";
  if (const auto* d = k.get<double>()) {
    // 1.0 is the same key as 1.
    const bool whole = std::abs(*d) < 0x1p62 && *d == std::trunc(*d);
    return whole ? "i" + std::to_string(static_cast<std::int64_t>(*d)) : fmt::format("f{}", *d);
  }
  std::string text = "(";
  for (const value& item : k.get<sequence>()->items()) text += text_of_key(item) + ",";
  return text + ")";
}

}  // namespace

bool dictionary_builder::has(const value& key) const {
  return is_key(key) && positions_.contains(text_of_key(key));
}

void dictionary_builder::set(const value& key, const value& v) {
  if (!is_key(key)) {
    throw std::invalid_argument(
        "a dict's key must be a string, a number, a bool or a tuple of these, "
        "got " +
        described(key));
  }
  const auto [position, is_new] = positions_.try_emplace(text_of_key(key), items_.size());
  if (is_new) return items_.emplace_back(key, v), void();
  items_[position->second].second = v;
}

}  // namespace optaxx::recipes
