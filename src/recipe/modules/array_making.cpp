// Arrays that are made of a few numbers: zeros, ones, linspace; and numbers of another type.
#include <cmath>

#include "recipe/modules/elementwise.hpp"
#include "recipe/modules/table.hpp"
#include "recipe/run/arguments.hpp"
#include "recipe/run/array_functions.hpp"
#include "recipe/values/arithmetic.hpp"
#include "recipe/values/arrays.hpp"
#include "recipe/values/operand.hpp"
#include "recipe/values/repr.hpp"

namespace optaxx::recipes {
namespace {

std::string prefixed(bool jax, const char* name) {
  return (jax ? "jnp." : "np.") + std::string(name);
}

std::optional<dtype> type_argument(const std::string& function, const argument* a,
                                   const call_site& site) {
  if (a == nullptr) return std::nullopt;
  return convert(*a->given, {site.in, a->at, function + ": dtype"},
                 option_type<std::optional<dtype>>{});
}

std::size_t checked_length(const std::string& option, std::int64_t n, const argument& a,
                           const call_site& site) {
  if (n < 1) throw fault{a.at, option + ": an array of no numbers"};
  if (static_cast<std::uint64_t>(n) > largest.weight)
    throw fault{a.at, "this value is too large for a recipe"};
  site.in.spend(a.at, static_cast<std::uint64_t>(n));
  return static_cast<std::size_t>(n);
}
std::size_t length_argument(const std::string& option, const argument& a, const call_site& site) {
  const std::int64_t n = convert(*a.given, {site.in, a.at, option}, option_type<std::int64_t>{});
  return checked_length(option, n, a, site);
}

// Of one dimension, whose numbers have the type that the mode gives them; of JAX also of others.
template <bool Jax, int Fill>
value filled_of(const call_site& site) {
  const std::string name = prefixed(Jax, Fill == 0 ? "zeros" : "ones");
  const auto chosen = match_arguments(name, site, {"shape", "dtype"}, 1);
  const argument& shape = *chosen[0];
  const std::vector<std::int64_t> extents = shape_argument(site, shape);
  const bool axes = extents.size() > 1 || (extents.size() == 1 && site.in.over_arrays());
  if (Jax && axes) return array_of_shape(name, Fill, site);
  if (axes) {
    throw fault{shape.at,
                name + ": an array has one dimension here, got " + described(*shape.given)};
  }
  const auto type = type_argument(name, chosen[1], site);
  const bool x64 = site.in.x64();
  const value fill = static_cast<double>(Fill);
  if (extents.empty()) {
    if (!Jax && !type) return fill;
    return placed(site.at,
                  [&] { return cast(fill, type.value_or(x64 ? dtype::f64 : dtype::f32), x64); });
  }
  const std::size_t n = checked_length(name + ": shape", extents[0], shape, site);
  return placed(site.at, [&]() -> value {
    const value array = make_array(std::vector<value>(n, fill), Jax, x64);
    return type ? array_of_type(*array.get<number_array>(), *type, x64) : array;
  });
}

// As jnp does: between two numbers by their shares, and the last one as it is.
std::vector<value> jax_linspace(const value& start, const value& stop, std::size_t n,
                                std::size_t parts, bool x64) {
  const operand a = operand_of(start, x64);
  const operand b = operand_of(stop, x64);
  const dtype type = as_float(joint(a, b, x64)).type;
  const auto number = [&](double v) { return value(jax_scalar{rounded(v, type), type, false}); };
  const value first = number(a.value);
  const value last = number(b.value);
  std::vector<value> items;
  for (std::size_t i = 0; i < parts && n > 1; ++i) {
    const value share =
        binary("/", number(static_cast<double>(i)), number(static_cast<double>(parts)), x64);
    const value rest = binary("-", std::int64_t{1}, share, x64);
    items.push_back(binary("+", binary("*", first, rest, x64), binary("*", last, share, x64), x64));
  }
  if (items.size() < n) items.push_back(n == 1 ? first : last);
  return items;
}

// As np does: from the first number on by steps.
std::vector<value> numpy_linspace(double start, double stop, std::size_t n, std::size_t parts,
                                  bool endpoint) {
  const double delta = stop - start;
  const auto count = static_cast<double>(parts);
  const double step = delta / count;
  std::vector<value> items;
  for (std::size_t i = 0; i < n; ++i) {
    const auto k = static_cast<double>(i);
    items.emplace_back((step == 0 || parts == 0 ? (parts == 0 ? k : k / count) * delta : k * step) +
                       start);
  }
  if (endpoint && n > 1) items.back() = stop;
  return items;
}

template <bool Jax>
value linspace_of(const call_site& site) {
  const std::string name = prefixed(Jax, "linspace");
  const auto chosen =
      match_arguments(name, site, {"start", "stop", "num", "endpoint", "retstep", "dtype"}, 2);
  const std::size_t n =
      chosen[2] == nullptr ? 50 : length_argument(name + ": num", *chosen[2], site);
  const auto flag = [&](const argument* a, bool otherwise) {
    return a == nullptr ? otherwise : placed(a->at, [&] { return truth(*a->given); });
  };
  const bool endpoint = flag(chosen[3], true);
  if (flag(chosen[4], false)) throw fault{chosen[4]->at, name + ": retstep is not known here"};
  const auto type = type_argument(name, chosen[5], site);
  const bool x64 = site.in.x64();
  const std::size_t parts = endpoint ? n - 1 : n;
  site.in.spend(site.at, 4 * n);
  return placed(site.at, [&]() -> value {
    const value& start = *chosen[0]->given;
    const value& stop = *chosen[1]->given;
    const bool jax = Jax || is_jax(start) || is_jax(stop);
    const value array =
        make_array(jax ? jax_linspace(start, stop, n, parts, x64)
                       : numpy_linspace(operand_of(start, true).value, operand_of(stop, true).value,
                                        n, parts, endpoint),
                   jax, x64);
    if (!type) return array;
    const value whole =
        is_float(*type) ? array : elementwise({array}, x64, [&](const auto& numbers) {
          return binary("//", numbers[0], std::int64_t{1}, x64);
        });
    return array_of_type(*whole.template get<number_array>(), *type, x64);
  });
}

value converted_of(const call_site& site) {
  const auto chosen =
      match_arguments("jax.lax.convert_element_type", site, {"operand", "new_dtype"}, 2);
  const dtype type =
      convert(*chosen[1]->given, {site.in, chosen[1]->at, "convert_element_type: new_dtype"},
              option_type<dtype>{});
  const value& x = *chosen[0]->given;
  const bool x64 = site.in.x64();
  spend_arguments(site);
  return placed(chosen[0]->at, [&]() -> value {
    const auto* array = x.get<number_array>();
    return array != nullptr ? array_of_type(*array, type, x64) : cast(x, type, x64);
  });
}

}  // namespace

void add_array_making(known_names& names) {
  add_function(names, "jnp.zeros", filled_of<true, 0>);
  add_function(names, "np.zeros", filled_of<false, 0>);
  add_function(names, "jnp.ones", filled_of<true, 1>);
  add_function(names, "np.ones", filled_of<false, 1>);
  add_function(names, "jnp.linspace", linspace_of<true>);
  add_function(names, "np.linspace", linspace_of<false>);
  add_function(names, "jax.lax.convert_element_type", converted_of);
}

}  // namespace optaxx::recipes
