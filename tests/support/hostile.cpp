#include "support/hostile.hpp"

#include <bit>
#include <cmath>
#include <string>
#include <type_traits>
#include <utility>

#include "optaxx/core/small_floats.hpp"

namespace support {
namespace {

using namespace optaxx;

// Assembled from bits: arithmetic would flush what is wanted here.
template <class T>
struct parts;
template <>
struct parts<float> {
  using word = std::uint32_t;
  static constexpr int fraction = 23;
  static constexpr word bias = 127;
  static constexpr word range = 64;  // of exponents, near an end
};
template <>
struct parts<double> {
  using word = std::uint64_t;
  static constexpr int fraction = 52;
  static constexpr word bias = 1023;
  static constexpr word range = 64;
};
template <>
struct parts<bfloat16> {
  using word = std::uint16_t;
  static constexpr int fraction = 7;
  static constexpr word bias = 127;
  static constexpr word range = 64;
};
template <>
struct parts<float16> {
  using word = std::uint16_t;
  static constexpr int fraction = 10;
  static constexpr word bias = 15;
  static constexpr word range = 4;
};

template <class T>
T of_bits(bool negative, std::uint64_t exponent, std::uint64_t fraction) {
  const std::uint64_t mask = (std::uint64_t{1} << parts<T>::fraction) - 1;
  const std::uint64_t sign = std::uint64_t{negative} << (8 * sizeof(T) - 1);
  return std::bit_cast<T>(static_cast<typename parts<T>::word>(
      sign | exponent << parts<T>::fraction | (fraction & mask)));
}

template <class T>
T one_of(contents what, bit_source& bits) {
  constexpr std::uint64_t bias = parts<T>::bias;
  constexpr std::uint64_t range = parts<T>::range;
  constexpr std::uint64_t infinite = 2 * bias + 1;
  const std::uint64_t choice = bits() % 16;
  const std::uint64_t random = bits();
  const bool negative = random >> 63 != 0;
  const std::uint64_t spread = random >> 56 & 0x3f;
  const T plain = of_bits<T>(negative, bias - 6 + spread % 8, random);
  switch (what) {
    case contents::plain:
      break;
    case contents::small:
      if (choice < 4) return of_bits<T>(negative, 0, random);
      if (choice < 6) return of_bits<T>(negative, 0, 0);
      if (choice < 8) return of_bits<T>(negative, 1 + spread % 4, random);
      if (choice < 12)
        return of_bits<T>(negative, bias / 2 - range / 8 + spread % (range / 4), random);
      break;
    case contents::huge:
      if (choice < 2) return of_bits<T>(negative, infinite - 1 - spread % range, random);
      break;
    case contents::nonfinite:
      if (choice < 2) return of_bits<T>(negative, infinite, choice);
      break;
  }
  return plain;
}

template <class T>
void fill_with(array& a, contents what, std::uint64_t seed) {
  bit_source bits(seed);
  T* const values = a.mutable_data<T>();
  for (std::size_t i = 0; i < a.size(); ++i) values[i] = one_of<T>(what, bits);
}

}  // namespace

void fill(array& a, contents what, std::uint64_t seed) {
  switch (a.dtype()) {
    case dtype::f64:
      return fill_with<double>(a, what, seed);
    case dtype::bf16:
      return fill_with<bfloat16>(a, what, seed);
    case dtype::f16:
      return fill_with<float16>(a, what, seed);
    default:
      return fill_with<float>(a, what, seed);
  }
}

namespace {

// As square a matrix as it can be, a block of three axes, or a vector if it is short or prime.
shape shape_of(std::int64_t n) {
  if (n < 0) return {};
  if (n == 4096) return {16, 8, 32};
  std::int64_t rows = n < 32 ? 1 : static_cast<std::int64_t>(std::sqrt(static_cast<double>(n)));
  while (rows > 1 && n % rows != 0) --rows;
  if (rows <= 1) return {n};
  return n % 2 == 0 ? shape{rows, n / rows} : shape{n / rows, rows};
}

}  // namespace

tree tree_of(std::span<const std::int64_t> lengths, std::vector<dtype> types, contents what,
             std::uint64_t seed) {
  std::vector<std::pair<key, tree>> groups;
  for (std::size_t i = 0; i < lengths.size(); i += 2) {
    std::vector<std::pair<key, tree>> leaves;
    for (std::size_t j = i; j < lengths.size() && j < i + 2; ++j) {
      array a(types[j % types.size()], shape_of(lengths[j]));
      fill(a, what, seed + j);
      leaves.emplace_back(j == i ? "b" : "w", std::move(a));
    }
    // Two digits, so that the sorted keys keep the order of the lengths within even and odd.
    const std::string number = std::to_string(100 + i / 2).substr(1);
    groups.emplace_back((i / 2 % 2 == 0 ? "even" : "odd") + number, tree::dict(std::move(leaves)));
  }
  return tree::dict(std::move(groups));
}

tree tree_like(const tree& t, contents what, std::uint64_t seed) {
  std::vector<array> leaves;
  for (const array& a : t.leaves()) {
    leaves.emplace_back(a.dtype(), a.shape());
    fill(leaves.back(), what, seed++);
  }
  return {t.structure(), std::move(leaves)};
}

}  // namespace support
