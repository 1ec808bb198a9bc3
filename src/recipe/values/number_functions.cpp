// jnp's functions of numbers.
#include <cmath>
#include <limits>
#include <map>

#include "core/flush_guard.hpp"
#include "core/forever.hpp"
#include "recipe/values/arithmetic.hpp"
#include "recipe/values/float_functions.hpp"
#include "recipe/values/operand.hpp"
#include "recipe/values/tensor_loops.hpp"
#include "recipe/values/tensors.hpp"

namespace optaxx::recipes {
namespace {

constexpr std::uint64_t work_of_a_function = 16;

template <auto Single, auto Double>
value applied(const value& v, bool x64) {
  if (const auto* t = v.get<tensor>()) {
    const dtype type = as_float({0, type_of_operand(v, x64).type, t->weak}).type;
    return mapped(*t, type, Single, Double, work_of_a_function);
  }
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

// A number as one of JAX; an array is one.
value as_jax(const value& v, bool x64) { return is_tensor(v) ? v : as_array(v, x64); }

// floor, ceil and round leave integers alone.
template <auto Single, auto Double>
value whole(const value& v, bool x64) {
  if (!is_float(type_of_operand(v, x64).type)) return as_jax(v, x64);
  return applied<Single, Double>(v, x64);
}

value absolute(const value& v, bool x64) {
  if (const auto* t = v.get<tensor>()) {
    if (is_float(t->numbers->dtype())) return applied<OPTAXX_BOTH(abs)>(v, x64);
    return where(binary("<", v, std::int64_t{0}, x64), negative(v, x64), v, x64);
  }
  const operand o = operand_of(v, x64);
  return jax_scalar{std::abs(o.value), o.type, o.weak};
}
value squared(const value& v, bool x64) {
  if (is_tensor(v)) return binary("*", v, v, x64);
  const bool counts = operand_of(v, x64).type == dtype::boolean;
  const value x = counts ? cast(v, dtype::i32, x64) : as_array(v, x64);
  return binary("*", x, x, x64);
}

template <bool Larger>
value extreme(const value& a, const value& b, bool x64) {
  if (any_tensor({a, b})) return binary_of_tensors(Larger ? "maximum" : "minimum", a, b, x64);
  const operand x = operand_of(a, x64);
  const operand y = operand_of(b, x64);
  const operand type = joint(x, y, x64);
  const double p = rounded(x.value, type.type);
  const double q = rounded(y.value, type.type);
  const auto chosen = [&](auto v, auto w) {
    return static_cast<double>(Larger ? larger(v, w) : smaller(v, w));
  };
  const bool single = is_float(type.type) && type.type != dtype::f64;
  return jax_scalar{single ? chosen(static_cast<float>(p), static_cast<float>(q)) : chosen(p, q),
                    type.type, type.weak};
}

// x + x is a zero of the same sign, also where x is subnormal, or NaN.
template <class T>
T sign_of(T x) {
  return x > 0 ? T(1) : x < 0 ? T(-1) : x + x;
}
value sign(const value& v, bool x64) {
  if (const auto* t = v.get<tensor>()) {
    if (is_float(t->numbers->dtype()))
      return applied<[](float x) { return sign_of(x); }, [](double x) { return sign_of(x); }>(v,
                                                                                              x64);
    return binary("-", cast(binary(">", v, std::int64_t{0}, x64), t->numbers->dtype(), x64),
                  cast(binary("<", v, std::int64_t{0}, x64), t->numbers->dtype(), x64), x64);
  }
  const operand o = operand_of(v, x64);
  const double result = std::isnan(o.value) || o.value == 0 ? o.value : std::copysign(1.0, o.value);
  return jax_scalar{result, o.type, o.weak};
}

// As jnp does: log(x) / log(base).
template <int Base>
value logarithm(const value& v, bool x64) {
  const value of_x = (*find_unary("log"))(v, x64);
  const operand type = type_of_operand(of_x, x64);
  const value base = jax_scalar{static_cast<double>(Base), type.type, type.weak};
  return binary("/", of_x, (*find_unary("log"))(base, x64), x64);
}

// 1 / sqrt(x), in float with a Newton step in double as the kernels have it.
float reciprocal_root(float x) {
  const float y = 1.0F / std::sqrt(x);
  if (!std::isfinite(y) || y == 0) return y;
  const auto w = static_cast<double>(y);
  return static_cast<float>(w + w * (0.5 - (0.5 * static_cast<double>(x)) * (w * w)));
}
value reciprocal(const value& v, bool x64) {
  return binary("/", jax_scalar{1, dtype::i32, true}, v, x64);
}

value is_nan(const value& v, bool x64) { return binary("!=", as_jax(v, x64), v, x64); }
value is_finite(const value& v, bool x64) {
  const value x = as_jax(v, x64);
  return binary("==", binary("-", x, x, x64), std::int64_t{0}, x64);
}
value is_infinite(const value& v, bool x64) {
  return binary("==", absolute(v, x64), std::numeric_limits<double>::infinity(), x64);
}

value modulo(const value& a, const value& b, bool x64) {
  return binary("%", as_jax(a, x64), b, x64);
}
value floor_quotient(const value& a, const value& b, bool x64) {
  return binary("//", as_jax(a, x64), b, x64);
}

value to_power(const value& a, const value& b, bool x64) {
  return binary("**", as_jax(a, x64), b, x64);
}

}  // namespace

std::optional<unary_function> find_unary(std::string_view name) {
  static const std::map<std::string_view, unary_function>& functions =
      detail::forever(std::map<std::string_view, unary_function>{
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
          {"log1p", OPTAXX_APPLIED(log1p)},
          {"expm1", OPTAXX_APPLIED(expm1)},
          {"rsqrt", applied<[](float x) -> float { return reciprocal_root(x); },
                            [](double x) -> double { return 1 / std::sqrt(x); }>},
          {"reciprocal", reciprocal},
          {"negative", negative},
          {"isnan", is_nan},
          {"isfinite", is_finite},
          {"isinf", is_infinite},
      });
  const auto found = functions.find(name);
  return found == functions.end() ? std::nullopt : std::optional(found->second);
}
#undef OPTAXX_BOTH
#undef OPTAXX_APPLIED
#undef OPTAXX_WHOLE

std::optional<binary_function> find_binary(std::string_view name) {
  static const std::map<std::string_view, binary_function>& functions =
      detail::forever(std::map<std::string_view, binary_function>{
          {"minimum", extreme<false>},
          {"maximum", extreme<true>},
          {"power", to_power},
          {"mod", modulo},
          {"remainder", modulo},
          {"floor_divide", floor_quotient},
      });
  const auto found = functions.find(name);
  return found == functions.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace optaxx::recipes
