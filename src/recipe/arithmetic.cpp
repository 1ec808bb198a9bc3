#include "recipe/arithmetic.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>

#include "core/flush_guard.hpp"
#include "core/power.hpp"

namespace optaxx::recipes {
namespace {

[[noreturn]] void fail(const std::string& text) { throw std::invalid_argument(text); }

// ---- Python's numbers

std::int64_t floor_divided(std::int64_t a, std::int64_t b) {
  const std::int64_t q = a / b;
  return q - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

std::int64_t int_power(std::int64_t base, std::int64_t exponent) {
  std::int64_t result = 1;
  while (exponent > 0) {
    if ((exponent & 1) != 0 && __builtin_mul_overflow(result, base, &result))
      fail("the integer is too large");
    exponent >>= 1;
    if (exponent > 0 && __builtin_mul_overflow(base, base, &base)) fail("the integer is too large");
  }
  return result;
}

template <class T>
bool compared(std::string_view op, T a, T b) {
  if (op == "<") return a < b;
  if (op == "<=") return a <= b;
  if (op == ">") return a > b;
  if (op == ">=") return a >= b;
  return op == "==" ? a == b : a != b;
}

value of_ints(std::string_view op, std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  bool overflow = false;
  if (op == "+") {
    overflow = __builtin_add_overflow(a, b, &result);
  } else if (op == "-") {
    overflow = __builtin_sub_overflow(a, b, &result);
  } else if (op == "*") {
    overflow = __builtin_mul_overflow(a, b, &result);
  } else if (op == "/" || op == "//" || op == "%") {
    if (b == 0) fail("division by zero");
    if (op == "/") return static_cast<double>(a) / static_cast<double>(b);
    if (b == -1) return of_ints("*", op == "%" ? 0 : -1, a);
    const std::int64_t quotient = floor_divided(a, b);
    return op == "//" ? quotient : a - quotient * b;
  } else if (op == "**") {
    if (b < 0) {
      if (a == 0) fail("division by zero");
      return std::pow(static_cast<double>(a), static_cast<double>(b));
    }
    return int_power(a, b);
  } else {
    return compared(op, a, b);
  }
  if (overflow) fail("the integer is too large");
  return result;
}

value of_floats(std::string_view op, double a, double b) {
  if (op == "+") return a + b;
  if (op == "-") return a - b;
  if (op == "*") return a * b;
  if (op == "/" || op == "//" || op == "%") {
    if (b == 0) fail("division by zero");
    if (op == "/") return a / b;
    double remainder = std::fmod(a, b);
    double quotient = (a - remainder) / b;
    if (remainder != 0 && (b < 0) != (remainder < 0)) {
      remainder += b;
      quotient -= 1;
    }
    if (op == "%") return remainder == 0 ? std::copysign(0.0, b) : remainder;
    const double whole = std::floor(quotient);
    return quotient - whole > 0.5 ? whole + 1 : whole;
  }
  if (op == "**") {
    if (a == 0 && b < 0) fail("division by zero");
    if (a < 0 && b != std::floor(b)) fail("a root of a negative number");
    return std::pow(a, b);
  }
  return compared(op, a, b);
}

// ---- 0-d arrays

struct operand {
  double value;
  dtype type;   // boolean, i32, f32 or f64
  bool weak;    // of a float or int: a Python number, or what comes from it
  bool python;  // a Python number itself
};

operand operand_of(const value& v, bool x64) {
  if (const auto* b = v.get<bool>()) return {*b ? 1.0 : 0.0, dtype::boolean, false, true};
  if (const auto* i = v.get<std::int64_t>()) {
    if (*i != static_cast<std::int32_t>(*i)) fail(fmt::format("{} does not fit an int32", *i));
    return {static_cast<double>(*i), dtype::i32, true, true};
  }
  if (const auto* d = v.get<double>()) return {*d, x64 ? dtype::f64 : dtype::f32, true, true};
  const auto* s = v.get<jax_scalar>();
  if (s == nullptr) fail("expected a number, got " + described(v));
  return {s->value, s->type, s->weak, false};
}

bool is_float(dtype t) { return t == dtype::f32 || t == dtype::f64; }

// The type that two operands meet in.
operand joint(const operand& a, const operand& b, bool x64) {
  if (is_float(a.type) != is_float(b.type)) {
    const operand& real = is_float(a.type) ? a : b;
    return {0, real.type, real.weak, false};
  }
  if (is_float(a.type)) {
    if (a.weak && b.weak) return {0, x64 ? dtype::f64 : dtype::f32, true, false};
    if (a.weak != b.weak) return {0, a.weak ? b.type : a.type, false, false};
    return {0, a.type == b.type ? a.type : dtype::f64, false, false};
  }
  const bool ints = a.type == dtype::i32 || b.type == dtype::i32;
  return {0, ints ? dtype::i32 : dtype::boolean, a.weak && b.weak, false};
}

template <class Real>
double float_operation(std::string_view op, Real x, Real y) {
  const auto result = [](Real r) { return static_cast<double>(r); };
  if (op == "+") return result(x + y);
  if (op == "-") return result(x - y);
  if (op == "*") return result(x * y);
  if (op == "/") return result(x / y);
  if (op == "**") return result(std::pow(x, y));
  // jnp's floor_divide and remainder.
  const Real truncated = std::fmod(x, y);
  const bool adjust = truncated != 0 && (truncated < 0) != (y < 0);
  if (op == "%") return result(adjust ? truncated + y : truncated);
  const Real quotient = (x - truncated) / y;
  return result(std::round(adjust ? quotient - 1 : quotient));
}

double in_type(std::string_view op, dtype type, double x, double y) {
  if (type == dtype::f64) return float_operation<double>(op, x, y);
  return float_operation<float>(op, static_cast<float>(x), static_cast<float>(y));
}

double rounded(double v, dtype type) {
  return type == dtype::f32 ? static_cast<double>(static_cast<float>(v)) : v;
}

// As XLA's int32, which wraps around.
std::int64_t wrapped(std::int64_t v) {
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(v));
}

double int_operation(std::string_view op, std::int64_t x, std::int64_t y) {
  const auto result = [](std::int64_t v) { return static_cast<double>(wrapped(v)); };
  if (op == "+") return result(x + y);
  if (op == "-") return result(x - y);
  if (op == "*") return result(x * y);
  if (op == "**") {
    if (y < 0) fail("an integer array to a negative power");
    std::int64_t power = 1;
    for (std::int64_t base = x; y > 0; y >>= 1) {
      if ((y & 1) != 0) power = wrapped(power * base);
      base = wrapped(base * base);
    }
    return result(power);
  }
  // XLA: x // 0 is -1 and x % 0 is x, and then the signs are put right.
  if (y == 0) return result(op == "//" ? (x < 0 ? -2 : -1) : x);
  const std::int64_t quotient = floor_divided(x, y);
  return result(op == "//" ? quotient : x - quotient * y);
}

jax_scalar array_result(std::string_view op, const operand& a, const operand& b, bool x64) {
  operand type = joint(a, b, x64);
  if (op == "<" || op == "<=" || op == ">" || op == ">=" || op == "==" || op == "!=") {
    const bool result = compared(op, rounded(a.value, type.type), rounded(b.value, type.type));
    return jax_scalar{result ? 1.0 : 0.0, dtype::boolean, false};
  }
  if (op == "**" && b.type == dtype::i32 && is_float(a.type)) {
    // An integer exponent is repeated multiplication.
    const number n(static_cast<std::int64_t>(b.value));
    if (a.type == dtype::f64) return jax_scalar{detail::power(a.value, n), a.type, a.weak};
    const float power = detail::power(static_cast<float>(a.value), n);
    return jax_scalar{static_cast<double>(power), a.type, a.weak};
  }
  if (op == "/" && !is_float(type.type)) type = {0, dtype::f32, false, false};
  if (is_float(type.type))
    return jax_scalar{in_type(op, type.type, a.value, b.value), type.type, type.weak};
  return jax_scalar{
      int_operation(op, static_cast<std::int64_t>(a.value), static_cast<std::int64_t>(b.value)),
      dtype::i32, type.weak};
}

value of_arrays(std::string_view op, const operand& a, const operand& b, bool x64) {
  return detail::flushed([&] { return array_result(op, a, b, x64); });
}

std::optional<double> float_of(const value& v) {
  if (const auto* d = v.get<double>()) return *d;
  if (const auto* i = v.get<std::int64_t>()) return static_cast<double>(*i);
  if (const auto* b = v.get<bool>()) return *b ? 1.0 : 0.0;
  return std::nullopt;
}
std::optional<std::int64_t> int_of(const value& v) {
  if (const auto* i = v.get<std::int64_t>()) return *i;
  if (const auto* b = v.get<bool>()) return *b ? 1 : 0;
  return std::nullopt;
}

}  // namespace

bool is_number(const value& v) { return float_of(v).has_value() || v.get<jax_scalar>() != nullptr; }

value binary(std::string_view op, const value& a, const value& b, bool x64) {
  if (!is_number(a) || !is_number(b)) return binary_of_others(op, a, b);
  if (a.get<jax_scalar>() != nullptr || b.get<jax_scalar>() != nullptr)
    return of_arrays(op, operand_of(a, x64), operand_of(b, x64), x64);
  if (const auto x = int_of(a), y = int_of(b); x && y) return of_ints(op, *x, *y);
  return of_floats(op, *float_of(a), *float_of(b));
}

value negative(const value& a) {
  if (const auto i = int_of(a)) return of_ints("-", 0, *i);
  if (const auto* d = a.get<double>()) return -*d;
  const auto* s = a.get<jax_scalar>();
  if (s == nullptr || s->type == dtype::boolean) fail("'-' of " + described(a));
  jax_scalar result = *s;
  result.value = s->type == dtype::i32
                     ? static_cast<double>(wrapped(-static_cast<std::int64_t>(s->value)))
                     : -s->value;
  return result;
}

bool truth(const value& v) {
  if (const auto d = float_of(v)) return *d != 0;
  if (const auto* s = v.get<jax_scalar>()) return s->value != 0;
  if (const auto* s = v.get<std::string>()) return !s->empty();
  if (v.get<none_t>() != nullptr) return false;
  if (const auto* s = v.get<sequence>()) return !s->items().empty();
  if (const auto* d = v.get<dictionary>()) return !d->items().empty();
  fail("expected a condition, got " + described(v));
}

value as_array(const value& v, bool x64) {
  const operand o = operand_of(v, x64);
  return jax_scalar{o.value, o.type, o.weak};
}

value cast(const value& v, dtype type) {
  const operand o = operand_of(v, true);
  switch (type) {
    case dtype::f32:
    case dtype::f64:
      return jax_scalar{rounded(o.value, type), type, false};
    case dtype::boolean:
      return jax_scalar{o.value != 0 ? 1.0 : 0.0, type, false};
    case dtype::i32:
      if (!(std::abs(o.value) < 2147483648.0)) fail(repr(v) + " does not fit an int32");
      return jax_scalar{std::trunc(o.value), type, false};
    default:
      fail("numbers of type " + std::string(name_of(type)) + " are not known here");
  }
}

value where(const value& condition, const value& a, const value& b, bool x64) {
  const operand x = operand_of(a, x64);
  const operand y = operand_of(b, x64);
  const operand type = joint(x, y, x64);
  return jax_scalar{rounded(truth(condition) ? x.value : y.value, type.type), type.type, type.weak};
}

namespace {

template <auto Single, auto Double>
value applied(const value& v, bool x64) {
  const operand o = operand_of(v, x64);
  return detail::flushed([&] {
    if (o.type == dtype::f64) return jax_scalar{Double(o.value), o.type, o.weak};
    const float result = Single(static_cast<float>(o.value));
    return jax_scalar{static_cast<double>(result), dtype::f32, is_float(o.type) && o.weak};
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
  const operand o = operand_of(v, x64);
  return of_arrays("*", o, o, x64);
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
