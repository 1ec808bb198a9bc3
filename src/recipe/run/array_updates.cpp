#include "recipe/run/array_updates.hpp"

#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "core/element.hpp"
#include "core/forever.hpp"
#include "recipe/run/arguments.hpp"
#include "recipe/run/interpreter.hpp"
#include "recipe/run/positions.hpp"
#include "recipe/values/arithmetic.hpp"
#include "recipe/values/tensors.hpp"

namespace optaxx::recipes {
namespace {

// A position that is outside changes nothing, as in JAX.
value set_item(const call_site& site) {
  const auto chosen = match_arguments("x.at[i].set", site, {"x", "i", "values"}, 3);
  const auto& x = *chosen[0]->given->get<tensor>();
  const array& before = *x.numbers;
  if (before.shape().rank() != 1)
    throw fault{site.at, "x.at[i].set is that of an array of one axis here"};
  const std::int64_t i = position_value(*chosen[1]->given, chosen[1]->at);
  const auto size = static_cast<std::int64_t>(before.size());
  const std::int64_t at = i < 0 ? i + size : i;
  return placed(chosen[2]->at, [&] {
    const value number = cast(*chosen[2]->given, before.dtype(), site.in.x64());
    const auto* s = number.get<jax_scalar>();
    if (s == nullptr) throw std::invalid_argument("x.at[i].set takes one number here");
    array after = new_array(before.dtype(), before.shape(), x.allowance);
    if (size != 0) std::memcpy(after.mutable_data(), before.data(), before.bytes());
    if (at >= 0 && at < size)
      optaxx::detail::store_element(after.dtype(), after.mutable_data(),
                                    static_cast<std::size_t>(at), s->value);
    return array_value(std::move(after), x.weak, x.allowance);
  });
}

const std::shared_ptr<const value>& set_function() {
  static const auto& f = optaxx::detail::forever(
      std::make_shared<const value>(make_function("x.at[i].set", set_item)));
  return f;
}

// What it has been given, or null.
const std::vector<argument>* given_to(const value& v) {
  const auto* p = v.get<partial>();
  return p != nullptr && p->function == set_function() ? &p->first : nullptr;
}

}  // namespace

value updates_of(const value& array, std::uint32_t where) {
  return partial{set_function(), {{{}, std::make_shared<const value>(array), where}}};
}

std::optional<value> update_at(const value& updates, const value& index, std::uint32_t where) {
  const auto* given = given_to(updates);
  if (given == nullptr || given->size() != 1) return std::nullopt;
  std::vector<argument> both = *given;
  both.push_back({{}, std::make_shared<const value>(index), where});
  return partial{set_function(), std::move(both)};
}

std::optional<value> update_method(const value& update, std::string_view name) {
  const auto* given = given_to(update);
  if (given == nullptr || given->size() != 2 || name != "set") return std::nullopt;
  return update;
}

}  // namespace optaxx::recipes
