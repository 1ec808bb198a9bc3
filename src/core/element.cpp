#include "core/element.hpp"

#include <cmath>
#include <cstdint>
#include <limits>

#include "core/to_float.hpp"

namespace optaxx::detail {
namespace {

template <class T>
T get(const void* data, std::size_t index) {
  return static_cast<const T*>(data)[index];
}
template <class T>
void put(void* data, std::size_t index, T value) {
  static_cast<T*>(data)[index] = value;
}

template <class Int>
Int saturated(double value) {
  using limits = std::numeric_limits<Int>;
  if (std::isnan(value)) return 0;
  if (value <= static_cast<double>(limits::min())) return limits::min();
  if (value >= static_cast<double>(limits::max())) return limits::max();
  return static_cast<Int>(value);
}

}  // namespace

double load_element(dtype type, const void* data, std::size_t i) {
  switch (type) {
    case dtype::f32:
      return static_cast<double>(get<float>(data, i));
    case dtype::f64:
      return get<double>(data, i);
    case dtype::bf16:
      return static_cast<double>(float_from_bf16(get<std::uint16_t>(data, i)));
    case dtype::f16:
      return static_cast<double>(float_from_f16(get<std::uint16_t>(data, i)));
    case dtype::i32:
      return get<std::int32_t>(data, i);
    case dtype::i64:
      return static_cast<double>(get<std::int64_t>(data, i));
    case dtype::u32:
      return get<std::uint32_t>(data, i);
    case dtype::boolean:
      return get<unsigned char>(data, i) != 0 ? 1 : 0;  // a byte of a file may be any
  }
  return 0;
}

void store_element(dtype type, void* data, std::size_t i, double value) {
  switch (type) {
    case dtype::f32:
      return put(data, i, static_cast<float>(value));
    case dtype::f64:
      return put(data, i, value);
    case dtype::bf16:
      return put(data, i, bf16_from_float(to_float(type, value)));
    case dtype::f16:
      return put(data, i, f16_from_float(to_float(type, value)));
    case dtype::i32:
      return put(data, i, saturated<std::int32_t>(value));
    case dtype::i64:
      return put(data, i, saturated<std::int64_t>(value));
    case dtype::u32:
      return put(data, i, saturated<std::uint32_t>(value));
    case dtype::boolean:
      return put(data, i, value != 0);
  }
}

double rounded_element(dtype type, double value) noexcept {
  if (type == dtype::f64) return value;
  return static_cast<double>(rounded_to(type, to_float(type, value)));
}

}  // namespace optaxx::detail
