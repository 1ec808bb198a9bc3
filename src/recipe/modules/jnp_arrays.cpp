// jax.numpy's functions of arrays with axes.
#include "recipe/modules/elementwise.hpp"
#include "recipe/modules/table.hpp"
#include "recipe/run/arguments.hpp"
#include "recipe/run/array_functions.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/tensors.hpp"

namespace optaxx::recipes {
namespace {

// jnp.add(a, b) is a + b of arrays.
void add_operator(known_names& names, const std::string& name, const std::string& op) {
  add_function(names, "jnp." + name, [name, op](const call_site& site) {
    const auto chosen = match_arguments("jnp." + name, site, {"x1", "x2"}, 2);
    const bool x64 = site.in.x64();
    const value a = array_argument(site, *chosen[0]);
    const value b = array_argument(site, *chosen[1]);
    spend_arguments(site);
    return binary(op, is_number(a) ? as_array(a, x64) : a, b, x64);
  });
}

// 0, or what is given, for NaN; the largest number for an infinity.
value nan_to_num_of(const call_site& site) {
  const auto chosen =
      match_arguments("jnp.nan_to_num", site, {"x", "copy", "nan", "posinf", "neginf"}, 1);
  const value x = array_argument(site, *chosen[0]);
  const bool x64 = site.in.x64();
  const auto given = [&](const argument* a, double otherwise) {
    return a == nullptr || a->given->get<none_t>() != nullptr ? value(otherwise) : *a->given;
  };
  return placed(site.at, [&]() -> value {
    const dtype type = type_of_operand(x, x64).type;
    if (!is_float(type)) return x;
    const double largest = largest_of(type);
    const auto put = [&](const value& where_it_is, const value& number, const value& to) {
      return where(where_it_is, cast(number, type, x64), to, x64);
    };
    constexpr double infinity = std::numeric_limits<double>::infinity();
    value result = put((*find_unary("isnan"))(x, x64), given(chosen[2], 0.0), x);
    result = put(binary("==", x, infinity, x64), given(chosen[3], largest), result);
    return put(binary("==", x, -infinity, x64), given(chosen[4], -largest), result);
  });
}

}  // namespace

void add_jnp_arrays(known_names& names) {
  for (const array_functions* table :
       {&functions_along_axes(), &functions_that_make(), &functions_of_shapes()}) {
    for (const auto& [name, f] : *table) add_function(names, "jnp." + name, f);
  }
  for (const char* name :
       {"log1p", "expm1", "reciprocal", "negative", "isnan", "isfinite", "isinf"}) {
    add_function(names, std::string("jnp.") + name,
                 [name = std::string(name)](const call_site& site) {
                   const auto chosen = match_arguments("jnp." + name, site, {"x"}, 1);
                   return of_each(*find_unary(name), *chosen[0]->given, site);
                 });
  }
  for (const auto& [name, op] :
       {std::pair{"add", "+"}, std::pair{"subtract", "-"}, std::pair{"multiply", "*"},
        std::pair{"divide", "/"}, std::pair{"true_divide", "/"}, std::pair{"greater", ">"},
        std::pair{"greater_equal", ">="}, std::pair{"less", "<"}, std::pair{"less_equal", "<="},
        std::pair{"equal", "=="}, std::pair{"not_equal", "!="}})
    add_operator(names, name, op);
  add_function(names, "jnp.nan_to_num", nan_to_num_of);
  for (const char* name : {"rsqrt", "sqrt", "square", "abs", "sign", "exp", "log", "tanh"}) {
    add_function(names, std::string("jax.lax.") + name,
                 [name = std::string(name)](const call_site& site) {
                   const auto chosen = match_arguments("jax.lax." + name, site, {"x"}, 1);
                   return of_each(*find_unary(name), *chosen[0]->given, site);
                 });
  }
}

}  // namespace optaxx::recipes
