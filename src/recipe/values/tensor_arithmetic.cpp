// Operators between arrays with axes.
#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

#include "core/element.hpp"
#include "core/power.hpp"
#include "recipe/values/arithmetic.hpp"
#include "recipe/values/float_functions.hpp"
#include "recipe/values/tensor_loops.hpp"
#include "recipe/values/tensors.hpp"

namespace optaxx::recipes {
namespace {

constexpr std::uint64_t work_of_a_power = 16;

bool is_comparison(std::string_view op) {
  return op == "<" || op == "<=" || op == ">" || op == ">=" || op == "==" || op == "!=";
}
bool is_logical(std::string_view op) { return op == "&" || op == "|" || op == "^"; }

// Operands that are brought to the shape of a result take as much memory as it does.
void expect_room(const shape& s, dtype type, const allowance_of_arrays& allowance) {
  constexpr std::uint64_t operands_and_result = 4;
  const std::uint64_t bytes = operands_and_result * s.elements() * size_of(type);
  allowance->hold(bytes);
  allowance->release(bytes);
}

// The numbers of an operand in a type: one, or as many as the result has.
std::shared_ptr<const array> in_type(const value& v, dtype type, const shape& s, bool x64) {
  const array_operand a = array_of(v, x64);
  if (a.numbers->dtype() == type) return broadcast_to(a.numbers, s);
  // A weak number is rounded to a type below float32 once, from double.
  const auto* d = v.get<double>();
  array converted = d != nullptr ? array::scalar(type, *d) : astype(*a.numbers, type);
  return broadcast_to(std::make_shared<const array>(std::move(converted)), s);
}

// Two operands in one type.
struct operands {
  shape result;
  std::shared_ptr<const array> a;
  std::shared_ptr<const array> b;

  bool same_a() const { return a->size() == 1; }
  bool same_b() const { return b->size() == 1; }
};
operands joined(const value& a, const value& b, dtype type, bool x64) {
  const shape s = broadcast(shape_of(a), shape_of(b));
  expect_room(s, type, allowance_of({a, b}));
  return {s, in_type(a, type, s, x64), in_type(b, type, s, x64)};
}

template <class In, class Out, class F>
void between(const operands& o, const F& f, array& out) {
  const flush_guard guard;
  run_loop(f, out.size(), out.mutable_data<Out>(), o.a->data<In>(), o.same_a(), o.b->data<In>(),
           o.same_b());
}

// f(floats) or f(doubles).
template <class F>
value between_floats(const value& a, const value& b, const operand& type, bool x64, const F& f) {
  const allowance_of_arrays allowance = allowance_of({a, b});
  operands o = joined(a, b, type.type, x64);
  if (is_narrow(type.type)) {
    o.a = std::make_shared<const array>(astype(*o.a, dtype::f32));
    o.b = std::make_shared<const array>(astype(*o.b, dtype::f32));
  }
  array result = new_array(computed_in(type.type), o.result, allowance);
  if (type.type == dtype::f64) {
    between<double, double>(o, f, result);
  } else {
    between<float, float>(o, f, result);
  }
  if (result.dtype() != type.type) result = astype(result, type.type);
  return array_value(std::move(result), type.weak, allowance);
}

template <class In, class F>
value compared_in(const operands& o, const F& f, const allowance_of_arrays& allowance) {
  array result = new_array(dtype::boolean, o.result, allowance);
  between<In, bool>(o, f, result);
  return array_value(std::move(result), false, allowance);
}

template <class F>
value compared_by(const value& a, const value& b, bool x64, const F& f) {
  const operand type = joint(type_of_operand(a, x64), type_of_operand(b, x64), x64);
  const allowance_of_arrays allowance = allowance_of({a, b});
  const operands o = joined(a, b, type.type, x64);
  switch (type.type) {
    case dtype::f64:
      return compared_in<double>(o, f, allowance);
    case dtype::i32:
      return compared_in<std::int32_t>(o, f, allowance);
    case dtype::i64:
      return compared_in<std::int64_t>(o, f, allowance);
    case dtype::boolean:
      return compared_in<bool>(o, f, allowance);
    default:
      break;
  }
  const auto wide = [](const std::shared_ptr<const array>& x) {
    return std::make_shared<const array>(astype(*x, dtype::f32));
  };
  if (!is_narrow(type.type)) return compared_in<float>(o, f, allowance);
  return compared_in<float>(operands{o.result, wide(o.a), wide(o.b)}, f, allowance);
}

value compared(std::string_view op, const value& a, const value& b, bool x64) {
  if (op == "<") return compared_by(a, b, x64, [](auto x, auto y) { return x < y; });
  if (op == "<=") return compared_by(a, b, x64, [](auto x, auto y) { return x <= y; });
  if (op == ">") return compared_by(a, b, x64, [](auto x, auto y) { return x > y; });
  if (op == ">=") return compared_by(a, b, x64, [](auto x, auto y) { return x >= y; });
  if (op == "==") return compared_by(a, b, x64, [](auto x, auto y) { return x == y; });
  return compared_by(a, b, x64, [](auto x, auto y) { return x != y; });
}

value of_truths(std::string_view op, const value& a, const value& b, bool x64) {
  const allowance_of_arrays allowance = allowance_of({a, b});
  const operands o = joined(a, b, dtype::boolean, x64);
  if (op == "&")
    return compared_in<bool>(
        o, [](bool x, bool y) { return x && y; }, allowance);
  if (op == "|")
    return compared_in<bool>(
        o, [](bool x, bool y) { return x || y; }, allowance);
  return compared_in<bool>(
      o, [](bool x, bool y) { return x != y; }, allowance);
}

// Counts and masks, number by number, as those without axes are.
value of_each_pair(std::string_view op, const value& a, const value& b, const operand& type,
                   bool x64) {
  const allowance_of_arrays allowance = allowance_of({a, b});
  const operands o = joined(a, b, type.type, x64);
  array result = new_array(type.type, o.result, allowance);
  allowance->compute(result.size() * work_of_a_power);
  for (std::size_t i = 0; i < result.size(); ++i) {
    const auto number = [&](const array& from, bool same) {
      return jax_scalar{detail::load_element(type.type, from.data(), same ? 0 : i), type.type,
                        type.weak};
    };
    const value x = number(*o.a, o.same_a());
    const value y = number(*o.b, o.same_b());
    const value r =
        op == "maximum" || op == "minimum" ? (*find_binary(op))(x, y, x64) : binary(op, x, y, x64);
    detail::store_element(type.type, result.mutable_data(), i, r.get<jax_scalar>()->value);
  }
  return array_value(std::move(result), type.weak, allowance);
}

value of_floats(std::string_view op, const value& a, const value& b, const operand& type,
                bool x64) {
  const auto with = [&](const auto& f) { return between_floats(a, b, type, x64, f); };
  if (op == "+") return with([](auto x, auto y) { return x + y; });
  if (op == "-") return with([](auto x, auto y) { return x - y; });
  if (op == "*") return with([](auto x, auto y) { return x * y; });
  if (op == "/") return with([](auto x, auto y) { return x / y; });
  if (op == "maximum") return with([](auto x, auto y) { return larger(x, y); });
  if (op == "minimum") return with([](auto x, auto y) { return smaller(x, y); });
  allowance_of({a, b})->compute(work_of_a_power * broadcast(shape_of(a), shape_of(b)).elements());
  if (op == "**") return with([](auto x, auto y) { return std::pow(x, y); });
  if (is_narrow(type.type)) {
    throw std::invalid_argument(
        fmt::format("'{}' of numbers of type {} is not known here", op, name_of(type.type)));
  }
  if (op == "%") return with([](auto x, auto y) { return remainder(x, y); });
  return with([](auto x, auto y) { return floor_quotient(x, y); });
}

// An integer exponent is repeated multiplication.
value to_integer_power(const tensor& base, const number& exponent, const operand& type) {
  base.allowance->compute(base.numbers->size() * 8);
  if (!is_narrow(type.type)) {
    return mapped(
        base, type.type, [&](float x) { return detail::power(x, exponent); },
        [&](double x) { return detail::power(x, exponent); });
  }
  const auto n = static_cast<std::int64_t>(exponent.value());
  return mapped(
      base, type.type, [&](float x) { return narrow_power(type.type, x, n); },
      [](double x) { return x; });
}

std::optional<number> integer_exponent(const value& v) {
  if (const auto* i = v.get<std::int64_t>()) return number(*i);
  const auto* s = v.get<jax_scalar>();
  if (s != nullptr && is_int(s->type)) return number(static_cast<std::int64_t>(s->value));
  return std::nullopt;
}

}  // namespace

value binary_of_tensors(std::string_view op, const value& a, const value& b, bool x64) {
  if (is_comparison(op)) return compared(op, a, b, x64);
  const operand x = type_of_operand(a, x64);
  operand type = joint(x, type_of_operand(b, x64), x64);
  const auto exponent = op == "**" ? integer_exponent(b) : std::nullopt;
  if (exponent && is_float(x.type) && is_tensor(a))
    return to_integer_power(*a.get<tensor>(), *exponent, x);
  if (op == "/") type = as_float(type);
  if (is_logical(op) && type.type == dtype::boolean) return of_truths(op, a, b, x64);
  if (is_float(type.type)) {
    if (is_logical(op)) throw std::invalid_argument(fmt::format("'{}' of floats", op));
    return of_floats(op, a, b, type, x64);
  }
  return of_each_pair(op, a, b, type, x64);
}

value where_of_tensors(const value& condition, const value& a, const value& b, bool x64) {
  const allowance_of_arrays allowance = allowance_of({condition, a, b});
  const operand type = joint(type_of_operand(a, x64), type_of_operand(b, x64), x64);
  const shape s = broadcast(shape_of(condition), broadcast(shape_of(a), shape_of(b)));
  expect_room(s, type.type, allowance);
  const array_operand given = array_of(condition, x64);
  const auto truths =
      broadcast_to(given.numbers->dtype() == dtype::boolean
                       ? given.numbers
                       : array_of(truths_of(tensor{given.numbers, allowance, false}), x64).numbers,
                   s);
  const auto x = in_type(a, type.type, s, x64);
  const auto y = in_type(b, type.type, s, x64);
  array result = new_array(type.type, s, allowance);
  const std::size_t width = size_of(type.type);
  const auto* holds = static_cast<const unsigned char*>(truths->data());
  const auto choose = [&]<class T>(T) {
    const auto* p = static_cast<const T*>(x->data());
    const auto* q = static_cast<const T*>(y->data());
    auto* out = static_cast<T*>(result.mutable_data());
    const std::size_t by = x->size() == 1 ? 0 : 1;
    const std::size_t other = y->size() == 1 ? 0 : 1;
    const std::size_t next = truths->size() == 1 ? 0 : 1;
    for (std::size_t i = 0; i < result.size(); ++i)
      out[i] = holds[i * next] != 0 ? p[i * by] : q[i * other];
  };
  if (width == 8) choose(std::uint64_t{});
  if (width == 4) choose(std::uint32_t{});
  if (width == 2) choose(std::uint16_t{});
  if (width == 1) choose(std::uint8_t{});
  return array_value(std::move(result), type.weak, allowance);
}

value negative_of(const tensor& t) {
  const dtype type = t.numbers->dtype();
  if (is_float(type)) {
    return mapped(
        t, type, [](float x) { return -x; }, [](double x) { return -x; });
  }
  if (!is_int(type)) throw std::invalid_argument("'-' of an array of bools");
  return of_each_pair("-", jax_scalar{0, type, true}, t, {0, type, t.weak}, true);
}

value truths_of(const tensor& t) {
  if (t.numbers->dtype() == dtype::boolean) return tensor{t.numbers, t.allowance, false};
  return binary_of_tensors("!=", t, jax_scalar{0, t.numbers->dtype(), true}, true);
}

}  // namespace optaxx::recipes
