// jax.numpy, and what of numpy is the same for the numbers of a schedule.
#include <limits>
#include <numbers>

#include "recipe/modules/elementwise.hpp"
#include "recipe/modules/table.hpp"
#include "recipe/run/arguments.hpp"
#include "recipe/values/arithmetic.hpp"
#include "recipe/values/tensors.hpp"

namespace optaxx::recipes {
namespace {

value number_function(const std::string& name, const call_site& site) {
  if (const auto f = find_unary(name)) {
    const auto chosen = match_arguments("jnp." + name, site, {"x"}, 1);
    return of_each(*f, *chosen[0]->given, site);
  }
  const auto chosen = match_arguments("jnp." + name, site, {"x1", "x2"}, 2);
  const value& a = *chosen[0]->given;
  const value& b = *chosen[1]->given;
  if (name != "power" || !is_array(b)) return of_each(*find_binary(name), a, b, site);
  spend_arguments(site);
  return binary("**", jax_array(a), jax_array(b), site.in.x64());
}

value where_of(const call_site& site) {
  const auto chosen = match_arguments("jnp.where", site, {"condition", "x", "y"}, 3);
  spend_arguments(site);
  return where(*chosen[0]->given, *chosen[1]->given, *chosen[2]->given, site.in.x64());
}

value clip_of(const call_site& site) {
  std::vector<argument> all = site.arguments;
  for (argument& a : all) {  // numpy's names
    if (a.keyword.starts_with("a_")) a.keyword = a.keyword.substr(2);
    if (a.keyword == "a") a.keyword = "x";
  }
  const auto chosen = match_arguments("jnp.clip", {site.in, site.at, all}, {"x", "min", "max"}, 1);
  value result = *chosen[0]->given;
  const auto bound = [&](const argument* a, const char* name) {
    if (a != nullptr && a->given->get<none_t>() == nullptr)
      result = of_each(*find_binary(name), result, *a->given, site);
  };
  bound(chosen[1], "maximum");
  bound(chosen[2], "minimum");
  return result;
}

// The first condition that holds.
value select_of(const call_site& site) {
  const auto chosen = match_arguments("jnp.select", site, {"condlist", "choicelist", "default"}, 2);
  const auto conditions = site.in.iterate(*chosen[0]->given, chosen[0]->at);
  const auto choices = site.in.iterate(*chosen[1]->given, chosen[1]->at);
  if (conditions.size() != choices.size() || conditions.empty())
    throw fault{site.at, "jnp.select needs a choice for each condition"};
  value result = chosen[2] == nullptr ? value(std::int64_t{0}) : *chosen[2]->given;
  for (std::size_t i = choices.size(); i-- > 0;) {
    spend_arguments(site);
    result = where(conditions[i], choices[i], result, site.in.x64());
  }
  return result;
}

// Of arrays with axes the truth of each number.
value truths(const value& x) {
  const auto* t = x.get<tensor>();
  return t == nullptr ? value(truth(x)) : truths_of(*t);
}
value logical_not(const value& x, bool x64) {
  if (is_tensor(x)) return binary("==", truths(x), false, x64);
  return cast(!truth(x), dtype::boolean, x64);
}
template <bool And>
value logical(const value& a, const value& b, bool x64) {
  if (any_tensor({a, b})) return binary(And ? "&" : "|", truths(a), truths(b), x64);
  return cast(And ? truth(a) && truth(b) : truth(a) || truth(b), dtype::boolean, x64);
}

value logical_not_of(const call_site& site) {
  const auto chosen = match_arguments("jnp.logical_not", site, {"x"}, 1);
  return of_each(logical_not, *chosen[0]->given, site);
}

template <bool And>
value logical_of(const call_site& site) {
  const std::string name = And ? "jnp.logical_and" : "jnp.logical_or";
  const auto chosen = match_arguments(name, site, {"x1", "x2"}, 2);
  return of_each(logical<And>, *chosen[0]->given, *chosen[1]->given, site);
}

}  // namespace

void add_jnp(known_names& names) {
  for (const char* name :
       {"sqrt",  "cos",     "sin",     "tan",   "cbrt",     "exp",       "log",         "tanh",
        "floor", "ceil",    "round",   "abs",   "absolute", "square",    "sign",        "log2",
        "log10", "minimum", "maximum", "power", "mod",      "remainder", "floor_divide"}) {
    const std::string full = std::string("jnp.") + name;
    add_function(names, full, [name = std::string(name)](const call_site& site) {
      return number_function(name, site);
    });
  }
  add_function(names, "jnp.where", where_of);
  add_function(names, "jnp.clip", clip_of);
  add_function(names, "jnp.select", select_of);
  add_function(names, "jnp.logical_not", logical_not_of);
  add_function(names, "jnp.logical_and", logical_of<true>);
  add_function(names, "jnp.logical_or", logical_of<false>);
  names.emplace("jnp.pi", value(std::numbers::pi));
  names.emplace("jnp.e", value(std::numbers::e));
  names.emplace("jnp.inf", value(std::numeric_limits<double>::infinity()));
  names.emplace("jnp.nan", value(std::numeric_limits<double>::quiet_NaN()));
  for (const dtype t :
       {dtype::f32, dtype::f64, dtype::bf16, dtype::f16, dtype::i32, dtype::i64, dtype::u32}) {
    names.emplace("jnp." + std::string(name_of(t)), value(t));
  }
  names.emplace("jnp.bool_", value(dtype::boolean));
}

}  // namespace optaxx::recipes
