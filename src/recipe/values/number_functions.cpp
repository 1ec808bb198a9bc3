// jnp's functions of numbers.
#include <cmath>
#include <limits>
#include <map>

#include "core/flush_guard.hpp"
#include "recipe/values/arithmetic.hpp"
#include "recipe/values/operand.hpp"

namespace optaxx::recipes {
namespace {

template <auto Single, auto Double>
value applied(const value& v, bool x64) {
  const operand o = as_float(operand_of(v, x64));
  return detail::flushed([&] {
    if (o.type == dtype::f64) return jax_scalar{Double(o.value), o.type, o.weak};
    const float result = Single(static_cast<float>(o.value));
    return jax_scalar{rounded(result, o.type), o.type, o.weak};
  });
}

#define OPTAXX_BOTH(f) \
  [](float x) -> float { return std::f(x); }, [](double x) -> double { return std::f(x); }
#define OPTAXX_APPLIED(f) applied<OPTAXX_BOTH(f)>
#define OPTAXX_WHOLE(f) whole<OPTAXX_BOTH(f)>

// floor, ceil and round leave integers alone.
template <auto Single, auto Double>
value whole(const value& v, bool x64) {
  if (!is_float(operand_of(v, x64).type)) return as_array(v, x64);
  return applied<Single, Double>(v, x64);
}

value absolute(const value& v, bool x64) {
  const operand o = operand_of(v, x64);
  return jax_scalar{std::abs(o.value), o.type, o.weak};
}
value squared(const value& v, bool x64) {
  const bool counts = operand_of(v, x64).type == dtype::boolean;
  const value x = counts ? cast(v, dtype::i32, x64) : as_array(v, x64);
  return binary("*", x, x, x64);
}

template <bool Larger>
value extreme(const value& a, const value& b, bool x64) {
  const operand x = operand_of(a, x64);
  const operand y = operand_of(b, x64);
  const operand type = joint(x, y, x64);
  const double p = rounded(x.value, type.type);
  const double q = rounded(y.value, type.type);
  if (std::isnan(p) || std::isnan(q))
    return jax_scalar{std::numeric_limits<double>::quiet_NaN(), type.type, type.weak};
  return jax_scalar{(Larger ? p > q : p < q) ? p : q, type.type, type.weak};
}

value sign(const value& v, bool x64) {
  const operand o = operand_of(v, x64);
  const double result = std::isnan(o.value) || o.value == 0 ? o.value : std::copysign(1.0, o.value);
  return jax_scalar{result, o.type, o.weak};
}

// As jnp does: log(x) / log(base).
template <int Base>
value logarithm(const value& v, bool x64) {
  const value of_x = (*find_unary("log"))(v, x64);
  const jax_scalar& log_x = *of_x.get<jax_scalar>();
  const value base = jax_scalar{static_cast<double>(Base), log_x.type, log_x.weak};
  return binary("/", of_x, (*find_unary("log"))(base, x64), x64);
}

value modulo(const value& a, const value& b, bool x64) {
  return binary("%", as_array(a, x64), b, x64);
}
value floor_quotient(const value& a, const value& b, bool x64) {
  return binary("//", as_array(a, x64), b, x64);
}

value to_power(const value& a, const value& b, bool x64) {
  const operand x = operand_of(a, x64);
  return binary("**", jax_scalar{x.value, x.type, x.weak}, b, x64);
}

}  // namespace

std::optional<unary_function> find_unary(std::string_view name) {
  static const std::map<std::string_view, unary_function> functions = {
      {"sqrt", OPTAXX_APPLIED(sqrt)},
      {"cos", OPTAXX_APPLIED(cos)},
      {"sin", OPTAXX_APPLIED(sin)},
      {"tan", OPTAXX_APPLIED(tan)},
      {"cbrt", OPTAXX_APPLIED(cbrt)},
      {"exp", OPTAXX_APPLIED(exp)},
      {"log", OPTAXX_APPLIED(log)},
      {"tanh", OPTAXX_APPLIED(tanh)},
      {"floor", OPTAXX_WHOLE(floor)},
      {"ceil", OPTAXX_WHOLE(ceil)},
      {"round", OPTAXX_WHOLE(nearbyint)},
      {"abs", absolute},
      {"absolute", absolute},
      {"sign", sign},
      {"log2", logarithm<2>},
      {"log10", logarithm<10>},
      {"square", squared},
  };
  const auto found = functions.find(name);
  return found == functions.end() ? std::nullopt : std::optional(found->second);
}
#undef OPTAXX_BOTH
#undef OPTAXX_APPLIED
#undef OPTAXX_WHOLE

std::optional<binary_function> find_binary(std::string_view name) {
  static const std::map<std::string_view, binary_function> functions = {
      {"minimum", extreme<false>}, {"maximum", extreme<true>},
      {"power", to_power},         {"mod", modulo},
      {"remainder", modulo},       {"floor_divide", floor_quotient},
  };
  const auto found = functions.find(name);
  return found == functions.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace optaxx::recipes
