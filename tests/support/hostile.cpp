#include "support/hostile.hpp"

#include <bit>
#include <string>
#include <type_traits>
#include <utility>

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
};
template <>
struct parts<double> {
  using word = std::uint64_t;
  static constexpr int fraction = 52;
  static constexpr word bias = 1023;
};

template <class T>
T of_bits(bool negative, typename parts<T>::word exponent, std::uint64_t fraction) {
  using word = typename parts<T>::word;
  const word mask = (word{1} << parts<T>::fraction) - 1;
  const word sign = static_cast<word>(static_cast<word>(negative) << (8 * sizeof(T) - 1));
  return std::bit_cast<T>(static_cast<word>(sign | exponent << parts<T>::fraction |
                                            (static_cast<word>(fraction) & mask)));
}

template <class T>
T one_of(contents what, bit_source& bits) {
  using word = typename parts<T>::word;
  constexpr word bias = parts<T>::bias;
  constexpr word infinite = 2 * bias + 1;
  const std::uint64_t choice = bits() % 16;
  const std::uint64_t random = bits();
  const bool negative = random >> 63 != 0;
  const auto spread = static_cast<word>(random >> 56 & 0x3f);
  const T plain = of_bits<T>(negative, bias - 6 + spread % 8, random);
  switch (what) {
    case contents::plain:
      break;
    case contents::small:
      if (choice < 4) return of_bits<T>(negative, 0, random);
      if (choice < 6) return of_bits<T>(negative, 0, 0);
      if (choice < 8) return of_bits<T>(negative, 1 + spread % 4, random);
      if (choice < 12) return of_bits<T>(negative, bias / 2 - 8 + spread % 16, random);
      break;
    case contents::huge:
      if (choice < 2) return of_bits<T>(negative, infinite - 1 - spread, random);
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
  if (a.dtype() == dtype::f64) {
    fill_with<double>(a, what, seed);
  } else {
    fill_with<float>(a, what, seed);
  }
}

tree tree_of(std::span<const std::int64_t> lengths, std::vector<dtype> types, contents what,
             std::uint64_t seed) {
  std::vector<std::pair<key, tree>> groups;
  for (std::size_t i = 0; i < lengths.size(); i += 2) {
    std::vector<std::pair<key, tree>> leaves;
    for (std::size_t j = i; j < lengths.size() && j < i + 2; ++j) {
      array a(types[j % types.size()], lengths[j] < 0 ? shape{} : shape{lengths[j]});
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
