// numpy and math: Python's numbers are computed in double, a step count as jnp does.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "recipe/modules/elementwise.hpp"
#include "recipe/modules/table.hpp"
#include "recipe/run/arguments.hpp"
#include "recipe/values/arithmetic.hpp"
#include "recipe/values/operand.hpp"
#include "recipe/values/repr.hpp"

namespace optaxx::recipes {
namespace {

bool is_python(const argument& a) { return !is_jax(*a.given); }

// What jnp computes in x64 mode for a double is numpy's.
value number_of(const value& v) {
  const auto* s = v.get<jax_scalar>();
  if (s == nullptr) return v;
  if (s->type == dtype::boolean) return s->value != 0;
  if (is_int(s->type)) return static_cast<std::int64_t>(s->value);
  return s->value;
}

value doubled(const value& v) {
  if (const auto* i = v.get<std::int64_t>()) return static_cast<double>(*i);
  if (const auto* b = v.get<bool>()) return *b ? 1.0 : 0.0;
  return v;
}

value unary(const std::string& name, const value& x) {
  const bool keeps_ints = name == "abs" || name == "absolute" || name == "square" || name == "sign";
  return number_of((*find_unary(name))(keeps_ints ? x : doubled(x), true));
}

value binary_of(const std::string& name, const value& a, const value& b) {
  if (name == "minimum") return truth(binary("<", b, a, true)) ? b : a;
  if (name == "maximum") return truth(binary(">", b, a, true)) ? b : a;
  return binary(name == "power" ? "**" : name == "floor_divide" ? "//" : "%", a, b, true);
}

value numpy_function(const std::string& name, const call_site& site) {
  const bool python = std::all_of(site.arguments.begin(), site.arguments.end(), is_python);
  spend_arguments(site);
  if (const auto f = find_unary(name)) {
    const value& x = *match_arguments("np." + name, site, {"x"}, 1)[0]->given;
    if (!python) return of_each(*f, x, site);
    return elementwise({x}, true, [&](const auto& parts) { return unary(name, parts[0]); });
  }
  const auto chosen = match_arguments("np." + name, site, {"x1", "x2"}, 2);
  const value& a = *chosen[0]->given;
  const value& b = *chosen[1]->given;
  if (!python) return of_each(*find_binary(name), a, b, site);
  return elementwise({a, b}, true,
                     [&](const auto& parts) { return binary_of(name, parts[0], parts[1]); });
}

// Of arrays of NumPy; all else is jnp's.
value where_of(const call_site& site) {
  const bool python = std::all_of(site.arguments.begin(), site.arguments.end(), is_python);
  const auto chosen = match_arguments("np.where", site, {"condition", "x", "y"}, 3);
  spend_arguments(site);
  const std::vector<value> operands{*chosen[0]->given, *chosen[1]->given, *chosen[2]->given};
  if (!python || std::none_of(operands.begin(), operands.end(), is_array))
    return where(operands[0], operands[1], operands[2], site.in.x64());
  return elementwise(operands, true,
                     [](const auto& parts) { return parts[truth(parts[0]) ? 1 : 2]; });
}

template <double (*Round)(double)>
value whole_of(const call_site& site) {
  const argument& a = *match_arguments("math.floor", site, {"x"}, 1)[0];
  const value x = doubled(number_of(*a.given));
  const auto* d = x.get<double>();
  if (d == nullptr || !(std::abs(*d) < 9e15))
    throw fault{a.at, "expected a number, got " + described(*a.given)};
  return static_cast<std::int64_t>(Round(*d));
}

}  // namespace

void add_numpy(known_names& names) {
  for (const char* name :
       {"sqrt",    "cos",     "sin",   "tan",  "cbrt",      "exp",         "log",    "log2",
        "log10",   "tanh",    "floor", "ceil", "abs",       "absolute",    "square", "sign",
        "minimum", "maximum", "power", "mod",  "remainder", "floor_divide"}) {
    add_function(names, std::string("np.") + name, [name = std::string(name)](const call_site& s) {
      return numpy_function(name, s);
    });
  }
  for (const char* name : {"sqrt", "cos", "sin", "tan", "exp", "log", "log2", "log10", "tanh"}) {
    add_function(
        names, std::string("math.") + name,
        [name = std::string(name)](const call_site& s) { return numpy_function(name, s); });
  }
  add_function(names, "np.where", where_of);
  add_function(names, "math.pow", [](const call_site& s) { return numpy_function("power", s); });
  add_function(names, "math.floor", whole_of<std::floor>);
  add_function(names, "math.ceil", whole_of<std::ceil>);
  for (const char* name :
       {"clip", "select", "logical_and", "logical_or", "logical_not", "pi", "e", "inf", "nan",
        "float16", "float32", "float64", "int32", "int64", "uint32", "bool_"})
    names.emplace(std::string("np.") + name, names.at(std::string("jnp.") + name));
  for (const char* name : {"pi", "e", "inf", "nan"})
    names.emplace(std::string("math.") + name, names.at(std::string("jnp.") + name));
}

}  // namespace optaxx::recipes
