// Arrays of jax.numpy and numpy, and what is looked up in them.
#include "recipe/values/arrays.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "core/forever.hpp"
#include "recipe/modules/elementwise.hpp"
#include "recipe/modules/table.hpp"
#include "recipe/run/arguments.hpp"
#include "recipe/run/array_functions.hpp"
#include "recipe/values/arithmetic.hpp"
#include "recipe/values/interpolate.hpp"
#include "recipe/values/operand.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/tensors.hpp"

namespace optaxx::recipes {
namespace {

bool is_none(const argument* a) { return a == nullptr || a->given->get<none_t>() != nullptr; }

// A list, tuple or array of numbers; nothing for all else.
std::optional<value> array_in(const argument& a, bool jax, const call_site& site) {
  if (is_tensor(*a.given)) return std::nullopt;
  if (is_array(*a.given)) return jax ? jax_array(*a.given) : *a.given;
  if (a.given->get<sequence>() == nullptr) return std::nullopt;
  std::vector<value> items = site.in.iterate(*a.given, a.at);
  return placed(a.at, [&] { return make_array(std::move(items), jax, site.in.x64()); });
}

const std::string& prefix(bool jax) {
  static const auto& names = detail::forever(std::array<std::string, 2>{"np.", "jnp."});
  return names[jax ? 1 : 0];
}

// A list of lists or arrays.
bool has_axes(const value& v) {
  const auto* s = v.get<sequence>();
  return s != nullptr && std::any_of(s->items().begin(), s->items().end(), [](const value& item) {
           return item.get<sequence>() != nullptr || is_array(item) || is_tensor(item);
         });
}

// Of uint32 are only the words of keys: nothing is computed with them.
value words_of(const number_array& a, const call_site& site) {
  array words(dtype::u32, {static_cast<std::int64_t>(a.items->size())});
  for (std::size_t i = 0; i < words.size(); ++i) {
    const double word = std::trunc(operand_of((*a.items)[i], true).value);
    if (!(word >= 0 && word <= std::numeric_limits<std::uint32_t>::max()))
      throw std::invalid_argument(repr((*a.items)[i]) + " does not fit a uint32");
    words.mutable_data<std::uint32_t>()[i] = static_cast<std::uint32_t>(word);
  }
  return array_value(std::move(words), false, site.in.arrays());
}

template <bool Jax>
value array_of(const call_site& site) {
  const std::string name = prefix(Jax) + "array";
  const auto chosen = match_arguments(name, site, {"object", "dtype"}, 1);
  const value& x = *chosen[0]->given;
  spend_arguments(site);
  std::optional<dtype> type;
  if (!is_none(chosen[1])) {
    type = convert(*chosen[1]->given, {site.in, chosen[1]->at, name + ": dtype"},
                   option_type<dtype>{});
  }
  if (is_tensor(x)) return type ? cast(x, *type, site.in.x64()) : x;
  if (Jax && has_axes(x)) {
    const value array = array_argument(site, *chosen[0]);
    return type ? placed(site.at, [&] { return cast(array, *type, site.in.x64()); }) : array;
  }
  const auto array = array_in(*chosen[0], Jax, site);
  if (array && type == dtype::u32) {
    return placed(chosen[0]->at, [&] { return words_of(*array->get<number_array>(), site); });
  }
  if (array && type) return array_of_type(*array->get<number_array>(), *type, site.in.x64());
  if (array) return make_array(*array->get<number_array>()->items, Jax, site.in.x64());
  if (type) return cast(x, *type, site.in.x64());
  return x.get<jax_scalar>() != nullptr ? x : as_array(x, site.in.x64());
}

// ---- what is looked up

value given_array(const std::string& name, const argument& a, bool jax, const call_site& site) {
  if (auto array = array_in(a, jax, site)) return *std::move(array);
  throw fault{a.at, name + " must be an array or a list of numbers, got " + described(*a.given)};
}

std::vector<value> items_in(const value& array, bool x64) {
  std::vector<value> items;
  const auto& a = *array.get<number_array>();
  for (std::size_t i = 0; i < a.items->size(); ++i) items.push_back(number_at(a, i, x64));
  return items;
}

// A Python number or 0-d array in double.
double in_double(const value& v) { return operand_of(v, true).value; }
std::vector<double> doubles_in(const value& array) {
  std::vector<double> numbers;
  for (const value& v : *array.get<number_array>()->items) numbers.push_back(in_double(v));
  return numbers;
}

template <bool Jax>
value searchsorted_of(const call_site& site) {
  const std::string name = prefix(Jax) + "searchsorted";
  const auto chosen = match_arguments(name, site, {"a", "v", "side"}, 2);
  const std::string side =
      chosen[2] == nullptr ? "left"
                           : convert(*chosen[2]->given, {site.in, chosen[2]->at, name + ": side"},
                                     option_type<std::string>{});
  if (side != "left" && side != "right") {
    throw fault{chosen[2]->at,
                name + ": side must be 'left' or 'right', got " + described(*chosen[2]->given)};
  }
  const bool x64 = site.in.x64() || !Jax;
  const value a = given_array(name + ": a", *chosen[0], Jax, site);
  const value v = array_in(*chosen[1], Jax, site).value_or(*chosen[1]->given);
  spend_arguments(site);
  return placed(chosen[1]->at, [&] {
    const std::vector<value> items = items_in(a, x64);
    const value first = is_array(v) ? number_at(*v.get<number_array>(), 0, x64) : v;
    const dtype type = joint(operand_of(items[0], x64), operand_of(first, x64), x64).type;
    std::vector<double> ascending;
    for (const value& item : items) ascending.push_back(rounded(in_double(item), type));
    return elementwise({v}, x64, [&](const std::vector<value>& parts) -> value {
      const double x = rounded(in_double(parts[0]), type);
      const auto place = static_cast<std::int64_t>(place_of(x, ascending, side == "right"));
      return Jax ? cast(place, dtype::i32, x64) : value(place);
    });
  });
}

// The text 'extrapolate' instead of a number.
bool extrapolates(const std::string& name, const argument* a) {
  const auto* text = a == nullptr ? nullptr : a->given->get<std::string>();
  if (text != nullptr && *text != "extrapolate")
    throw fault{a->at, name + " must be a number or 'extrapolate', got " + described(*a->given)};
  return text != nullptr;
}

std::optional<value> given_number(const std::string& name, const argument* a) {
  if (is_none(a) || a->given->get<std::string>() != nullptr) return std::nullopt;
  if (!is_number(*a->given))
    throw fault{a->at, name + " must be a number, got " + described(*a->given)};
  return *a->given;
}

std::optional<double> given_double(const std::string& name, const argument* a) {
  if (extrapolates(name, a)) throw fault{a->at, name + " must be a number here"};
  const auto number = given_number(name, a);
  return number ? std::optional(in_double(*number)) : std::nullopt;
}

template <bool Jax>
value interp_of(const call_site& site) {
  const std::string name = prefix(Jax) + "interp";
  const auto chosen = match_arguments(name, site, {"x", "xp", "fp", "left", "right", "period"}, 3);
  const value x = array_in(*chosen[0], Jax, site).value_or(*chosen[0]->given);
  const value xp = given_array(name + ": xp", *chosen[1], Jax, site);
  const value fp = given_array(name + ": fp", *chosen[2], Jax, site);
  spend_arguments(site);
  const std::size_t points = xp.get<number_array>()->items->size();
  if (points != fp.get<number_array>()->items->size())
    throw fault{chosen[2]->at, name + ": fp must have as many numbers as xp"};
  const bool x64 = site.in.x64();
  const std::string left = name + ": left";
  const std::string right = name + ": right";
  const std::string period = name + ": period";
  return placed(site.at, [&]() -> value {
    if (!Jax) {
      const numpy_interpolation f(doubles_in(xp), doubles_in(fp), given_double(left, chosen[3]),
                                  given_double(right, chosen[4]), given_double(period, chosen[5]));
      return elementwise({x}, true, [&](const auto& parts) { return f(in_double(parts[0])); });
    }
    const interp_options options{given_number(left, chosen[3]), given_number(right, chosen[4]),
                                 given_number(period, chosen[5]), extrapolates(left, chosen[3]),
                                 extrapolates(right, chosen[4])};
    const value first = is_array(x) ? number_at(*x.get<number_array>(), 0, x64) : x;
    const jax_interpolation f(first, items_in(xp, x64), items_in(fp, x64), options, x64);
    return elementwise({x}, x64, [&](const auto& parts) { return f(parts[0]); });
  });
}

}  // namespace

void add_arrays(known_names& names) {
  for (const char* name : {"array", "asarray"}) {
    add_function(names, std::string("jnp.") + name, array_of<true>);
    add_function(names, std::string("np.") + name, array_of<false>);
  }
  add_function(names, "jnp.searchsorted", searchsorted_of<true>);
  add_function(names, "np.searchsorted", searchsorted_of<false>);
  add_function(names, "jnp.interp", interp_of<true>);
  add_function(names, "np.interp", interp_of<false>);
}

}  // namespace optaxx::recipes
