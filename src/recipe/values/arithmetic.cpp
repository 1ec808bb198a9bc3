#include "recipe/values/arithmetic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/flush_guard.hpp"
#include "core/power.hpp"
#include "recipe/values/arrays.hpp"
#include "recipe/values/float_functions.hpp"
#include "recipe/values/operand.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/tensors.hpp"

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

bool is_bits(std::string_view op) { return op == "&" || op == "|" || op == "^"; }
std::int64_t bits(std::string_view op, std::int64_t a, std::int64_t b) {
  return op == "&" ? a & b : op == "|" ? a | b : a ^ b;
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
  } else if (is_bits(op)) {
    return bits(op, a, b);
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

template <class Real>
double float_operation(std::string_view op, Real x, Real y) {
  const auto result = [](Real r) { return static_cast<double>(r); };
  if (op == "+") return result(x + y);
  if (op == "-") return result(x - y);
  if (op == "*") return result(x * y);
  if (op == "/") return result(x / y);
  if (op == "**") return result(std::pow(x, y));
  return result(op == "%" ? remainder(x, y) : floor_quotient(x, y));
}

double in_type(std::string_view op, dtype type, double x, double y) {
  if (type == dtype::f64) return float_operation<double>(op, x, y);
  if (is_narrow(type) && (op == "//" || op == "%"))
    fail(fmt::format("'{}' of numbers of type {} is not known here", op, name_of(type)));
  const auto result = float_operation<float>(op, static_cast<float>(rounded(x, type)),
                                             static_cast<float>(rounded(y, type)));
  return rounded(static_cast<float>(result), type);
}

// As XLA's int32, which wraps around.
std::int64_t wrapped(std::int64_t v) {
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(v));
}

// An int64 wraps around where no schedule comes to: it is refused there.
double long_operation(std::string_view op, std::int64_t x, std::int64_t y) {
  const value result = of_ints(op, x, y);
  return operand_of(*result.get<std::int64_t>(), true).value;
}

double int_operation(std::string_view op, std::int64_t x, std::int64_t y) {
  const auto result = [](std::int64_t v) { return static_cast<double>(wrapped(v)); };
  if (op == "+") return result(x + y);
  if (op == "-") return result(x - y);
  if (op == "*") return result(x * y);
  if (op == "**") {
    std::int64_t power = 1;
    for (std::int64_t base = x; y > 0; y >>= 1) {
      if ((y & 1) != 0) power = wrapped(power * base);
      base = wrapped(base * base);
    }
    return result(power);
  }
  const std::int64_t quotient = floor_divided(x, y);
  return result(op == "//" ? quotient : x - quotient * y);
}

jax_scalar array_result(std::string_view op, const operand& a, const operand& b, bool x64) {
  operand type = joint(a, b, x64);
  if (is_bits(op) && is_float(type.type)) fail(fmt::format("'{}' of floats", op));
  const auto in_joint_type = [&](double v) { return jax_scalar{v, type.type, type.weak}; };
  if (op == "<" || op == "<=" || op == ">" || op == ">=" || op == "==" || op == "!=") {
    const bool result = compared(op, rounded(a.value, type.type), rounded(b.value, type.type));
    return jax_scalar{result ? 1.0 : 0.0, dtype::boolean, false};
  }
  if (op == "**" && is_int(b.type) && is_float(a.type)) {
    // An integer exponent is repeated multiplication.
    const number n(static_cast<std::int64_t>(b.value));
    if (is_narrow(a.type))
      return jax_scalar{rounded(narrow_power(a.type, static_cast<float>(a.value),
                                             static_cast<std::int64_t>(b.value)),
                                a.type),
                        a.type, a.weak};
    if (a.type == dtype::f64) return jax_scalar{detail::power(a.value, n), a.type, a.weak};
    const float power = detail::power(static_cast<float>(a.value), n);
    return jax_scalar{static_cast<double>(power), a.type, a.weak};
  }
  if (op == "/") type = as_float(type);
  if (is_float(type.type)) return in_joint_type(in_type(op, type.type, a.value, b.value));
  if (type.type == dtype::boolean) {
    if (op == "+") return in_joint_type(std::max(a.value, b.value));
    if (op == "*") return in_joint_type(std::min(a.value, b.value));
    if (is_bits(op))
      return in_joint_type(bits(op, a.value != 0 ? 1 : 0, b.value != 0 ? 1 : 0) != 0 ? 1 : 0);
    fail(fmt::format("'{}' of two bools", op));
  }
  const auto x = static_cast<std::int64_t>(a.value);
  const auto y = static_cast<std::int64_t>(b.value);
  if (is_bits(op)) return in_joint_type(static_cast<double>(bits(op, x, y)));
  if (y < 0 && op == "**") fail("an integer array to a negative power");
  // XLA: x // 0 is -1 and x % 0 is x, and then the signs are put right.
  if (y == 0 && op == "//") return in_joint_type(x < 0 ? -2 : -1);
  if (y == 0 && op == "%") return in_joint_type(a.value);
  return in_joint_type(type.type == dtype::i64 ? long_operation(op, x, y)
                                               : int_operation(op, x, y));
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

bool is_numeric(const value& v) { return is_number(v) || is_array(v) || is_tensor(v); }
bool is_number(const value& v) { return float_of(v).has_value() || v.get<jax_scalar>() != nullptr; }

namespace {

// An int of an array of exponents as a float: XLA has C's power for them.
value float_exponent(const value& base, const value& exponent, bool x64) {
  const operand b = operand_of(base, x64);
  const operand e = operand_of(exponent, x64);
  if (exponent.get<jax_scalar>() == nullptr || !is_float(b.type) || !is_int(e.type))
    return exponent;
  return jax_scalar{rounded(e.value, b.type), b.type, false};
}

}  // namespace

value binary(std::string_view op, const value& a, const value& b, bool x64) {
  if ((is_tensor(a) || is_tensor(b)) && is_numeric(a) && is_numeric(b))
    return binary_of_tensors(op, a, b, x64);
  if (is_array(a) || is_array(b)) {
    const bool exponents = op == "**" && is_array(b);
    return elementwise({a, b}, x64, [&](const std::vector<value>& parts) {
      return binary(op, parts[0], exponents ? float_exponent(parts[0], parts[1], x64) : parts[1],
                    x64);
    });
  }
  if (!is_number(a) || !is_number(b)) return binary_of_others(op, a, b, x64);
  if (a.get<jax_scalar>() != nullptr || b.get<jax_scalar>() != nullptr)
    return of_arrays(op, operand_of(a, x64), operand_of(b, x64), x64);
  if (const auto x = int_of(a), y = int_of(b); x && y) {
    const bool bools = a.get<bool>() != nullptr && b.get<bool>() != nullptr;
    return bools && is_bits(op) ? value(bits(op, *x, *y) != 0) : of_ints(op, *x, *y);
  }
  if (is_bits(op)) fail(fmt::format("'{}' of {} and {}", op, described(a), described(b)));
  return of_floats(op, *float_of(a), *float_of(b));
}

value negative(const value& a, bool x64) {
  if (const auto* t = a.get<tensor>()) return negative_of(*t);
  if (is_array(a)) {
    return elementwise({a}, x64,
                       [&](const std::vector<value>& parts) { return negative(parts[0], x64); });
  }
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

value inverted(const value& a, bool x64) {
  if (is_array(a)) {
    return elementwise({a}, x64,
                       [&](const std::vector<value>& parts) { return inverted(parts[0], x64); });
  }
  const operand type = type_of_operand(a, x64);
  if (is_float(type.type)) fail("'~' of " + described(a));
  const bool python = !is_tensor(a) && a.get<jax_scalar>() == nullptr;
  if (type.type == dtype::boolean && !python) return binary("==", a, false, x64);
  return binary("-", negative(a, x64), std::int64_t{1}, x64);
}

bool truth(const value& v) {
  if (const auto d = float_of(v)) return *d != 0;
  if (const auto* s = v.get<jax_scalar>()) return s->value != 0;
  if (const auto* s = v.get<std::string>()) return !s->empty();
  if (v.get<none_t>() != nullptr) return false;
  if (const auto* s = v.get<sequence>()) return !s->items().empty();
  if (const auto* s = v.get<value_set>()) return !s->items().empty();
  if (const auto* d = v.get<dictionary>()) return !d->items().empty();
  if (is_array(v) || is_tensor(v))
    fail("the numbers of an array are no condition together: " + described(v));
  fail("expected a condition, got " + described(v));
}

value as_array(const value& v, bool x64) {
  const operand o = operand_of(v, x64);
  return jax_scalar{o.value, o.type, o.weak};
}

value cast(const value& v, dtype type, bool x64) {
  if (const auto* t = v.get<tensor>()) return cast_of(*t, type, x64);
  const operand o = operand_of(v, true);
  if (type == dtype::i64 && !x64) type = dtype::i32;
  switch (type) {
    case dtype::f32:
    case dtype::f64:
    case dtype::bf16:
    case dtype::f16:
      return jax_scalar{rounded(o.value, type), type, false};
    case dtype::boolean:
      return jax_scalar{o.value != 0 ? 1.0 : 0.0, type, false};
    case dtype::i32:
      if (!(std::abs(o.value) < 2147483648.0)) fail(repr(v) + " does not fit an int32");
      return jax_scalar{std::trunc(o.value), type, false};
    case dtype::i64:
      if (!(std::abs(o.value) < 9e15)) fail(repr(v) + " is too large");
      return jax_scalar{std::trunc(o.value), type, false};
    default:
      fail("numbers of type " + std::string(name_of(type)) + " are not known here");
  }
}

value where(const value& condition, const value& a, const value& b, bool x64) {
  if (any_tensor({condition, a, b})) return where_of_tensors(condition, a, b, x64);
  if (is_array(condition) || is_array(a) || is_array(b)) {
    const std::vector<value> operands{condition, jax_array(a), jax_array(b)};
    return elementwise(operands, x64, [&](const std::vector<value>& parts) {
      return where(parts[0], parts[1], parts[2], x64);
    });
  }
  const operand x = operand_of(a, x64);
  const operand y = operand_of(b, x64);
  const operand type = joint(x, y, x64);
  return jax_scalar{rounded(truth(condition) ? x.value : y.value, type.type), type.type, type.weak};
}

}  // namespace optaxx::recipes
