#include "optaxx/recipe/binding.hpp"

#include <stdexcept>

#include "recipe/values/contents.hpp"
#include "recipe/values/operand.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/tree_values.hpp"
#include "recipe/values/value.hpp"

namespace optaxx {
namespace {

std::shared_ptr<const recipes::value> shared(recipes::value v) {
  recipes::fix(v);
  return std::make_shared<const recipes::value>(std::move(v));
}

std::vector<recipes::value> values_of(const std::vector<binding>& items) {
  std::vector<recipes::value> values;
  for (const binding& item : items) values.push_back(*item.value());
  return values;
}

}  // namespace

binding::binding(none_t) : binding(shared(none)) {}
binding::binding(std::string text) : binding(shared(std::move(text))) {}
binding::binding(dtype type) : binding(shared(type)) {}
binding::binding(mask_tree mask) : binding(leaf_mask(std::move(mask))) {}
binding::binding(path_set patterns) : binding(leaf_mask(std::move(patterns))) {}
binding::binding(label_tree labels) : binding(leaf_labels(std::move(labels))) {}
binding::binding(leaf_mask mask) : binding(shared(std::move(mask))) {}
binding::binding(leaf_labels labels) : binding(shared(std::move(labels))) {}
binding::binding(schedule f) : binding(shared(std::move(f))) {}
binding::binding(skip_update f) : binding(shared(std::move(f))) {}
binding::binding(decay_rate_function f) : binding(shared(std::move(f))) {}
binding::binding(condition f) : binding(shared(std::move(f))) {}
binding::binding(measurement f) : binding(shared(std::move(f))) {}
binding::binding(transformation tx) : binding(shared(std::move(tx))) {}
binding::binding(std::shared_ptr<const untyped_function> f) : binding(shared(std::move(f))) {}
binding::binding(const number& value) : binding(shared(recipes::value_of(value))) {}
binding::binding(const tree& params) : binding(shared(recipes::tree_value(params))) {}

binding binding::of_bool(bool value) { return binding(shared(value)); }
binding binding::of_int(std::int64_t value) { return binding(shared(value)); }
binding binding::of_float(double value) { return binding(shared(value)); }

binding binding::list(std::vector<binding> items) {
  return binding(shared(recipes::make_sequence(false, values_of(items))));
}
binding binding::tuple(std::vector<binding> items) {
  return binding(shared(recipes::make_sequence(true, values_of(items))));
}
binding binding::dict(std::vector<std::pair<binding, binding>> items) {
  std::vector<std::pair<recipes::value, recipes::value>> values;
  for (const auto& [key, item] : items) {
    const recipes::value& k = *key.value();
    if (k.get<std::string>() == nullptr && k.get<std::int64_t>() == nullptr &&
        k.get<bool>() == nullptr) {
      throw std::invalid_argument("binding: a dict's key must be a string, an int or a bool, got " +
                                  recipes::described(k));
    }
    values.emplace_back(k, *item.value());
  }
  return binding(shared(recipes::make_dictionary(std::move(values), true)));
}

}  // namespace optaxx
