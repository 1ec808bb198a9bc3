#include "recipe/values/arrays.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "recipe/values/arithmetic.hpp"
#include "recipe/values/operand.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/tensors.hpp"

namespace optaxx::recipes {
namespace {

[[noreturn]] void fail(const std::string& text) { throw std::invalid_argument(text); }

bool is_scalar(const value& v) { return v.get<jax_scalar>() != nullptr; }

// A strong 0-d array.
value as_jax(const value& v, bool x64) {
  if (is_scalar(v)) return v;
  const operand o = operand_of(v, x64);
  return jax_scalar{rounded(o.value, o.type), o.type, false};
}

value as_python(const value& v) {
  const auto* s = v.get<jax_scalar>();
  if (s == nullptr) return v;
  if (s->type == dtype::boolean) return s->value != 0;
  return is_float(s->type) ? value(s->value) : value(static_cast<std::int64_t>(s->value));
}

// The narrowest of Python's types that holds them all.
std::vector<value> unified(std::vector<value> items) {
  const auto any = [&]<class T>(std::in_place_type_t<T>) {
    return std::any_of(items.begin(), items.end(),
                       [](const value& v) { return v.get<T>() != nullptr; });
  };
  const bool floats = any(std::in_place_type<double>);
  if (!floats && !any(std::in_place_type<std::int64_t>)) return items;
  for (value& v : items) {
    const auto* b = v.get<bool>();
    const auto* i = v.get<std::int64_t>();
    if (b == nullptr && i == nullptr) continue;
    const std::int64_t whole = b != nullptr ? std::int64_t{*b} : *i;
    v = floats ? value(static_cast<double>(whole)) : value(whole);
  }
  return items;
}

// As jnp.array does where a 0-d array is among them.
std::vector<value> promoted(const std::vector<value>& items, bool x64) {
  operand type = operand_of(items[0], x64);
  for (const value& v : items) type = joint(type, operand_of(v, x64), x64);
  std::vector<value> result;
  for (const value& v : items)
    result.emplace_back(jax_scalar{rounded(operand_of(v, x64).value, type.type), type.type, false});
  return result;
}

std::size_t place_in(const number_array& a, std::int64_t index) {
  const auto size = static_cast<std::int64_t>(a.items->size());
  const std::int64_t i = index < 0 ? index + size : index;
  if (!a.jax && (i < 0 || i >= size))
    fail(fmt::format("there are {} items, and no number {}", size, index));
  return static_cast<std::size_t>(std::clamp<std::int64_t>(i, 0, size - 1));
}

value one_array(std::vector<value> items, bool jax) {
  return number_array{std::make_shared<const std::vector<value>>(std::move(items)), jax};
}

}  // namespace

bool is_jax(const value& v) {
  if (is_tensor(v)) return true;
  const auto* a = v.get<number_array>();
  return a == nullptr ? is_scalar(v) : a->jax;
}

value make_array(std::vector<value> items, bool jax, bool x64) {
  if (items.empty()) fail("an array of no numbers");
  for (const value& v : items) {
    if (is_array(v)) fail("an array has one dimension here, got " + described(v) + " in it");
    if (!is_number(v)) fail("an array holds numbers, got " + described(v));
  }
  const bool any = std::any_of(items.begin(), items.end(), is_scalar);
  if (jax && any) return one_array(promoted(items, x64), true);
  for (value& v : items) v = as_python(v);
  return one_array(unified(std::move(items)), jax);
}

value jax_array(const value& v) {
  const auto* a = v.get<number_array>();
  return a == nullptr ? v : value(number_array{a->items, true});
}

value array_of_type(const number_array& a, dtype type, bool x64) {
  std::vector<value> items;
  for (const value& v : *a.items) {
    const jax_scalar s = *cast(v, type, true).get<jax_scalar>();
    if (type == dtype::f64) {
      items.emplace_back(s.value);
    } else if (type == dtype::i64) {
      items.emplace_back(static_cast<std::int64_t>(s.value));
    } else {
      items.emplace_back(s);
    }
  }
  const bool python = type == dtype::f64 || type == dtype::i64;
  return make_array(std::move(items), a.jax || !python, x64);
}

value number_at(const number_array& a, std::size_t i, bool x64) {
  return a.jax || x64 ? as_jax((*a.items)[i], x64) : (*a.items)[i];
}

value indexed(const number_array& a, const value& index, bool x64) {
  return elementwise({index}, x64, [&](const std::vector<value>& parts) {
    const auto* i = parts[0].get<std::int64_t>();
    const auto* s = parts[0].get<jax_scalar>();
    if (i == nullptr && (s == nullptr || !is_int(s->type)))
      fail("expected a position, got " + described(parts[0]));
    return number_at(a, place_in(a, i != nullptr ? *i : static_cast<std::int64_t>(s->value)), x64);
  });
}

dtype type_of(const number_array& a, bool x64) {
  return operand_of(number_at(a, 0, x64 || !a.jax), x64 || !a.jax).type;
}

value elementwise(const std::vector<value>& operands, bool x64,
                  const std::function<value(const std::vector<value>&)>& f) {
  if (any_tensor(operands)) return f(operands);
  if (std::none_of(operands.begin(), operands.end(), is_array)) return f(operands);
  const bool jax = std::any_of(operands.begin(), operands.end(), is_jax);
  std::size_t length = 1;
  for (const value& v : operands) {
    const auto* a = v.get<number_array>();
    if (a == nullptr && !is_number(v)) fail("expected a number or an array, got " + described(v));
    const std::size_t n = a == nullptr ? 1 : a->items->size();
    if (n != 1 && length != 1 && n != length)
      fail(fmt::format("arrays of {} and of {} numbers do not go together", length, n));
    length = std::max(length, n);
  }
  std::vector<value> results;
  std::vector<value> parts = operands;
  for (std::size_t i = 0; i < length; ++i) {
    for (std::size_t k = 0; k < operands.size(); ++k) {
      const auto* a = operands[k].get<number_array>();
      if (a == nullptr) continue;
      const value& item = (*a->items)[a->items->size() == 1 ? 0 : i];
      parts[k] = jax ? as_jax(item, x64) : item;
    }
    results.push_back(f(parts));
  }
  if (!is_scalar(results[0])) return make_array(std::move(results), false, x64);
  return one_array(std::move(results), true);
}

}  // namespace optaxx::recipes
