// Which types the numbers of JAX have, and meet in.
#include "recipe/values/operand.hpp"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <stdexcept>

#include "optaxx/core/small_floats.hpp"
#include "recipe/values/repr.hpp"

namespace optaxx::recipes {
namespace {

// Beyond, a double does not hold every integer.
constexpr std::int64_t largest_int = std::int64_t{1} << 53;

}  // namespace

bool is_float(dtype t) { return is_floating(t); }
bool is_int(dtype t) { return t == dtype::i32 || t == dtype::i64; }

operand operand_of(const value& v, bool x64) {
  if (const auto* b = v.get<bool>()) return {*b ? 1.0 : 0.0, dtype::boolean, false};
  if (const auto* i = v.get<std::int64_t>()) {
    const bool fits =
        x64 ? *i >= -largest_int && *i <= largest_int : *i == static_cast<std::int32_t>(*i);
    if (!fits)
      throw std::invalid_argument(
          fmt::format("{} does not fit an int{}", *i, x64 ? " of 53 bits" : "32"));
    return {static_cast<double>(*i), x64 ? dtype::i64 : dtype::i32, true};
  }
  if (const auto* d = v.get<double>()) return {*d, x64 ? dtype::f64 : dtype::f32, true};
  const auto* s = v.get<jax_scalar>();
  if (s == nullptr) throw std::invalid_argument("expected a number, got " + described(v));
  return {s->value, s->type, s->weak};
}

number number_of(const operand& o) {
  if (!o.weak) return {o.value, o.type};
  if (is_int(o.type)) return static_cast<std::int64_t>(o.value);
  return o.value;
}

value value_of(const number& n) {
  if (n.dtype()) return jax_scalar{n.value(), *n.dtype(), false};
  if (n.integral()) return static_cast<std::int64_t>(n.value());
  return n.value();
}

operand joint(const operand& a, const operand& b, bool x64) {
  if (is_float(a.type) != is_float(b.type)) {
    const operand& real = is_float(a.type) ? a : b;
    return {0, real.type, real.weak};
  }
  if (is_float(a.type)) {
    if (a.weak && b.weak) return {0, x64 ? dtype::f64 : dtype::f32, true};
    if (a.weak != b.weak) return {0, a.weak ? b.type : a.type, false};
    return {0, promote(a.type, b.type), false};
  }
  if (is_int(a.type) != is_int(b.type)) {
    const operand& whole = is_int(a.type) ? a : b;
    return {0, whole.type, whole.weak};
  }
  if (a.weak != b.weak) return {0, a.weak ? b.type : a.type, false};
  return {0, a.type == b.type ? a.type : dtype::i64, a.weak};
}

operand as_float(const operand& o) {
  if (is_float(o.type)) return o;
  return {o.value, o.type == dtype::i64 ? dtype::f64 : dtype::f32, o.weak};
}

double largest_of(dtype type) {
  if (type == dtype::f64) return std::numeric_limits<double>::max();
  if (type == dtype::bf16) return 0x1.fep127;
  if (type == dtype::f16) return 65504;
  return static_cast<double>(std::numeric_limits<float>::max());
}

double rounded(double v, dtype type) {
  if (type == dtype::f64 || !is_float(type)) return v;
  const auto single = static_cast<float>(v);
  // A float16 that lies between two of float32 must not be rounded twice: an odd last bit keeps it
  // away from the middle.
  if (type != dtype::f16 || static_cast<double>(single) == v || !std::isfinite(single))
    return rounded(single, type);
  const float inner = std::abs(single) > std::abs(v) ? std::nextafter(single, 0.0F) : single;
  return rounded(std::bit_cast<float>(std::bit_cast<std::uint32_t>(inner) | 1U), type);
}

}  // namespace optaxx::recipes
