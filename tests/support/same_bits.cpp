#include "support/same_bits.hpp"

#include <bit>
#include <cstdint>
#include <cstring>
#include <ios>

#include "optaxx/core/small_floats.hpp"

namespace support {
namespace {

using namespace optaxx;

// Looks at bits: comparisons of numbers depend on the program's flags.
template <class T, class Word>
bool is_nan(Word w) {
  constexpr int fraction = sizeof(T) == 8               ? 52
                           : sizeof(T) == 4             ? 23
                           : dtype_of<T> == dtype::bf16 ? 7
                                                        : 10;
  constexpr std::uint64_t sign = std::uint64_t{1} << (8 * sizeof(Word) - 1);
  constexpr std::uint64_t infinity = sign - (std::uint64_t{1} << fraction);
  return (w & ~sign) > infinity;
}

template <class T, class Word>
testing::AssertionResult same_elements(const array& a, const array& b, std::size_t leaf) {
  const T* const x = a.data<T>();
  const T* const y = b.data<T>();
  for (std::size_t i = 0; i < a.size(); ++i) {
    const Word v = std::bit_cast<Word>(x[i]);
    const Word w = std::bit_cast<Word>(y[i]);
    if (v == w || (is_nan<T>(v) && is_nan<T>(w))) continue;
    return testing::AssertionFailure()
           << "array " << leaf << " of " << a.size() << " elements, element " << i << ": "
           << std::hexfloat << +x[i] << " and " << +y[i];
  }
  return testing::AssertionSuccess();
}

}  // namespace

testing::AssertionResult same_bits(std::span<const array> a, std::span<const array> b) {
  if (a.size() != b.size()) {
    return testing::AssertionFailure() << a.size() << " and " << b.size() << " arrays";
  }
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i].dtype() != b[i].dtype() || !(a[i].shape() == b[i].shape())) {
      return testing::AssertionFailure() << "array " << i << " has another dtype or shape";
    }
    if (a[i].bytes() == 0 || std::memcmp(a[i].data(), b[i].data(), a[i].bytes()) == 0) continue;
    auto result = testing::AssertionSuccess();
    if (a[i].dtype() == dtype::f32) {
      result = same_elements<float, std::uint32_t>(a[i], b[i], i);
    } else if (a[i].dtype() == dtype::f64) {
      result = same_elements<double, std::uint64_t>(a[i], b[i], i);
    } else if (a[i].dtype() == dtype::bf16) {
      result = same_elements<bfloat16, std::uint16_t>(a[i], b[i], i);
    } else if (a[i].dtype() == dtype::f16) {
      result = same_elements<float16, std::uint16_t>(a[i], b[i], i);
    } else {
      result = testing::AssertionFailure()
               << "array " << i << ": " << a[i].item() << " and " << b[i].item();
    }
    if (!result) return result;
  }
  return testing::AssertionSuccess();
}

}  // namespace support
