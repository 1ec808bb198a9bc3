// Some steps of every transformation, and a number for all bits that came out of each. Built twice,
// with different flags; the two print the same.
#include <bit>
#include <cstdint>
#include <cstdio>
#include <vector>

#include "support/every_transformation.hpp"
#include "support/hostile.hpp"

namespace {

using namespace optaxx;
using support::contents;

// FNV-1a over words; all NaN count as the same. Looks at bits alone: the flags change comparisons.
class hash {
 public:
  template <class Word>
  void add(Word w, Word infinity) {
    constexpr Word sign = static_cast<Word>(Word{1} << (8 * sizeof(Word) - 1));
    if ((w & static_cast<Word>(~sign)) > infinity) w = static_cast<Word>(infinity + 1);
    value_ = (value_ ^ w) * 0x100000001b3U;
  }
  void add(const array& a) {
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (a.dtype() == dtype::f32) {
        add(std::bit_cast<std::uint32_t>(a.data<float>()[i]), std::uint32_t{0x7f800000});
      } else if (a.dtype() == dtype::f64) {
        add(std::bit_cast<std::uint64_t>(a.data<double>()[i]), std::uint64_t{0x7ff} << 52);
      } else if (is_narrow(a.dtype())) {
        add(static_cast<const std::uint16_t*>(a.data())[i],
            static_cast<std::uint16_t>(a.dtype() == dtype::bf16 ? 0x7f80 : 0x7c00));
      } else {
        const auto* const bytes = static_cast<const unsigned char*>(a.data());
        for (std::size_t k = 0; k < size_of(a.dtype()); ++k)
          add(std::uint64_t{bytes[i * size_of(a.dtype()) + k]}, std::uint64_t{0x7ff} << 52);
      }
    }
  }
  void add(const tree& t) {
    for (const array& a : t.leaves()) add(a);
  }
  unsigned long long value() const { return value_; }

 private:
  std::uint64_t value_ = 0xcbf29ce484222325U;
};

unsigned long long bits_of(const transformation& tx, const std::vector<dtype>& types) {
  const std::vector<std::int64_t> lengths = {-1, 0, 7, 129, 4097, 40000};
  tree params = support::tree_of(lengths, types, contents::small, 1);
  opt_state state = tx.init(params);
  hash h;
  std::uint64_t seed = 100;
  for (const contents what : {contents::plain, contents::small, contents::plain, contents::huge,
                              contents::nonfinite, contents::plain}) {
    const tree grads = support::tree_like(params, what, seed += 100);
    h.add(tx.update(grads, state, params));
    tx.step(grads, state, params);
    h.add(params);
    h.add(state);
  }
  return h.value();
}

}  // namespace

int main() {
  for (const auto& row : support::every_transformation()) {
    std::printf("%016llx %016llx %016llx %s\n", bits_of(row.tx, {dtype::f32}),
                bits_of(row.tx, {dtype::f64, dtype::f32}),
                bits_of(row.tx, {dtype::bf16, dtype::f32, dtype::f16}), row.name.c_str());
  }
}
