#include "support/machine.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <type_traits>
#include <variant>

#include "core/flush_guard.hpp"
#include "support/hostile.hpp"
#include "support/slow_lane.hpp"
#include "support/twin.hpp"

namespace machine {
namespace {

using namespace optaxx;
using isa::finish;

// Elements between sentinels, `offset` elements past a 64-byte boundary.
template <class T>
class guarded {
 public:
  template <class Number>
  guarded(const std::vector<Number>& values, std::size_t elements, std::size_t offset)
      : all_(elements + offset + 3 * margin, sentinel), elements_(elements) {
    const auto address = reinterpret_cast<std::uintptr_t>(all_.data());
    first_ = margin + (line - address % line) / sizeof(T) + offset;
    for (std::size_t i = 0; i < elements; ++i) all_[first_ + i] = static_cast<T>(values[i]);
  }

  T* data() { return all_.data() + first_; }
  template <class Number>
  void copy_to(std::vector<Number>& values) const {
    for (std::size_t i = 0; i < elements_; ++i) values[i] = static_cast<Number>(all_[first_ + i]);
  }
  bool intact() const {
    for (std::size_t i = 0; i < first_; ++i) {
      if (all_[i] != sentinel) return false;
    }
    for (std::size_t i = first_ + elements_; i < all_.size(); ++i) {
      if (all_[i] != sentinel) return false;
    }
    return true;
  }

 private:
  static constexpr std::size_t line = 64;
  static constexpr std::size_t margin = line / sizeof(T);
  static constexpr T sentinel = 7;

  std::vector<T> all_;
  std::size_t elements_;
  std::size_t first_;
};

template <class T>
std::vector<T> hostile(std::size_t elements, std::uint64_t seed) {
  std::vector<T> result;
  for (const auto what : {support::contents::small, support::contents::plain,
                          support::contents::huge, support::contents::nonfinite}) {
    array a(dtype_of<T>, {static_cast<std::int64_t>((elements + 3) / 4)});
    support::fill(a, what, ++seed);
    result.insert(result.end(), a.data<T>(), a.data<T>() + a.size());
  }
  // Every vector gets some of each kind.
  std::vector<T> mixed(elements);
  const std::size_t quarter = result.size() / 4;
  for (std::size_t i = 0; i < elements; ++i) mixed[i] = result[i % 4 * quarter + i / 4];
  return mixed;
}

template <class T>
T stored_as(dtype storage, T x) {
  if constexpr (sizeof(T) == sizeof(double)) {
    return storage == dtype::f32 ? support::through_float(x) : x;
  } else {
    return x;
  }
}

// The numbers of all steps, one behind the other, those of another leaf in front.
template <class T>
std::vector<T> numbers_of(const program<T>& p, std::size_t leaf, std::vector<isa::op>& ops) {
  std::vector<T> numbers;
  for (std::size_t k = 0; k < p.steps.size(); ++k) {
    const std::vector<T>& own = p.steps[k].numbers;
    ops[k].scalars = static_cast<std::uint32_t>(numbers.size());
    ops[k].scalar_stride = leaf == 0 ? 0 : static_cast<std::uint32_t>(own.size());
    for (std::size_t other = 0; other < leaf; ++other) {
      numbers.insert(numbers.end(), own.size(), T(-3));
    }
    numbers.insert(numbers.end(), own.begin(), own.end());
  }
  return numbers;
}

template <class T>
std::vector<isa::op> ops_of(const program<T>& p, const manner& how) {
  std::vector<isa::op> ops;
  std::vector<bool> changed(p.storage.size(), false);
  for (const step<T>& s : p.steps) {
    isa::op op{};
    op.kernel = s.kernel;
    op.code = isa::code_of(s.kernel);
    op.length = 1;
    op.slots = static_cast<std::uint8_t>(s.streams.size());
    for (std::size_t i = 0; i < s.streams.size(); ++i) {
      const std::uint8_t stream = s.streams[i];
      op.stream[i] = stream;
      op.storage[i] = p.storage[stream];
      op.converts = op.converts || p.storage[stream] != dtype_of<T>;
      if (changed[stream]) op.loads_scratch = static_cast<std::uint8_t>(op.loads_scratch | 1U << i);
      changed[stream] = true;
    }
    ops.push_back(op);
  }
  for (std::size_t k = 0; how.pairs && k + 1 < ops.size(); ++k) {
    if (ops[k].converts || ops[k + 1].converts) continue;
    if (!isa::is_pair(ops[k].kernel, ops[k + 1].kernel)) continue;
    ops[k].code = isa::code_of(ops[k].kernel, ops[k + 1].kernel);
    ops[k].length = 2;
    ++k;
  }
  return ops;
}

std::int16_t pattern_of(const std::vector<isa::op>& ops) {
  std::vector<std::uint16_t> kernels;
  for (const isa::op& op : ops) kernels.push_back(op.kernel);
  return isa::find_pattern(kernels.data(), kernels.size());
}

template <class T>
bool same_bits(T a, T b) {
  using word = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
  return std::bit_cast<word>(a) == std::bit_cast<word>(b) || (std::isnan(a) && std::isnan(b));
}

template <class T>
testing::AssertionResult same_elements(const std::vector<T>& a, const std::vector<T>& b,
                                       std::size_t elements) {
  for (std::size_t i = 0; i < elements; ++i) {
    if (same_bits(a[i], b[i])) continue;
    return testing::AssertionFailure()
           << "element " << i << ": " << std::hexfloat << a[i] << " and " << b[i];
  }
  return testing::AssertionSuccess();
}

}  // namespace

template <class T>
values<T> hostile_values(std::size_t elements, const std::vector<dtype>& storage,
                         std::uint64_t seed) {
  values<T> v{hostile<T>(elements, seed), hostile<T>(elements, seed + 10), {}};
  for (const dtype type : storage) {
    std::vector<T>& stream = v.streams.emplace_back(hostile<T>(elements, seed += 20));
    for (std::size_t i = 0; i < elements; ++i) {
      if (i % 5 != 0) stream[i] = std::abs(stream[i]);
      stream[i] = stored_as(type, stream[i]);
    }
  }
  return v;
}

template <class T>
values<T> run_slowly(const program<T>& p, const values<T>& before, const manner& how) {
  values<T> after = before;
  for (std::size_t i = 0; i < how.elements; ++i) {
    for (const step<T>& s : p.steps) {
      std::vector<T> slots;
      std::vector<dtype> storage;
      for (const std::uint8_t stream : s.streams) {
        slots.push_back(after.streams[stream][i]);
        storage.push_back(p.storage[stream]);
      }
      twin::run<T>(s.kernel, s.numbers.data(), after.u[i], before.p[i], slots, storage);
      for (std::size_t k = 0; k < slots.size(); ++k) {
        after.streams[s.streams[k]][i] = stored_as(storage[k], slots[k]);
      }
    }
    if (how.end == finish::apply) {
      after.p[i] = (support::slow_lane<T>(before.p[i]) + support::slow_lane<T>(after.u[i])).value();
    }
    if (how.end != finish::store) after.u[i] = before.u[i];
  }
  return after;
}

template <class T>
values<T> run_on(const isa::instruction_set& set, const program<T>& p, const values<T>& before,
                 const manner& how) {
  const std::size_t n = how.elements;
  guarded<T> u(before.u, n, how.offset);
  guarded<T> out(before.u, n, how.offset);
  guarded<T> params(before.p, n, how.offset);
  using stream_memory = std::variant<guarded<T>, guarded<float>>;
  std::vector<stream_memory> streams;
  std::vector<std::byte*> addresses;
  for (std::size_t s = 0; s < p.storage.size(); ++s) {
    if (p.storage[s] == dtype_of<T>) {
      streams.emplace_back(std::in_place_index<0>, before.streams[s], n, how.offset);
    } else {
      streams.emplace_back(std::in_place_index<1>, before.streams[s], n, how.offset);
    }
    addresses.push_back(
        std::visit([&](auto& m) { return reinterpret_cast<std::byte*>(m.data() - how.offset); },
                   streams.back()));
  }
  guarded<T> scratch(std::vector<T>(isa::tile_elements * p.storage.size(), T(7)),
                     isa::tile_elements * p.storage.size(), 0);

  std::vector<isa::op> ops = ops_of(p, how);
  const std::vector<T> numbers = numbers_of(p, how.leaf, ops);
  isa::program code{};
  code.ops = ops.data();
  code.size = static_cast<std::uint32_t>(ops.size());
  code.end = how.end;
  code.dry = how.dry;
  code.pattern = how.pattern ? pattern_of(ops) : std::int16_t{-1};
  EXPECT_TRUE(!how.pattern || code.pattern >= 0);
  isa::run r{};
  r.begin = how.offset;
  r.elements = n;
  r.u_in = u.data();
  r.u_out = how.in_place ? u.data() : out.data();
  r.p = params.data();
  r.streams = addresses.data();
  r.scratch = reinterpret_cast<std::byte*>(scratch.data());
  r.scalars = numbers.data();
  r.leaf = how.leaf;
  {
    const flush_guard guard;
    (sizeof(T) == sizeof(double) ? set.run_f64 : set.run_f32)(code, r);
  }

  EXPECT_TRUE(u.intact() && out.intact() && params.intact() && scratch.intact());
  values<T> after = before;
  (how.in_place ? u : out).copy_to(after.u);
  params.copy_to(after.p);
  for (std::size_t s = 0; s < streams.size(); ++s) {
    EXPECT_TRUE(std::visit([](auto& m) { return m.intact(); }, streams[s]));
    std::visit([&](auto& m) { m.copy_to(after.streams[s]); }, streams[s]);
    if (!how.dry) continue;
    EXPECT_TRUE(same_elements(after.streams[s], before.streams[s], n)) << "dry, and written";
    const T* const tile = scratch.data() + s * isa::tile_elements;
    std::copy(tile, tile + n, after.streams[s].begin());
  }
  return after;
}

template <class T>
bool same(const values<T>& a, const values<T>& b, std::size_t elements) {
  const auto u = same_elements(a.u, b.u, elements);
  EXPECT_TRUE(u) << "update";
  const auto p = same_elements(a.p, b.p, elements);
  EXPECT_TRUE(p) << "parameters";
  bool streams = true;
  for (std::size_t s = 0; s < a.streams.size(); ++s) {
    const auto one = same_elements(a.streams[s], b.streams[s], elements);
    EXPECT_TRUE(one) << "stream " << s;
    streams = streams && one;
  }
  return u && p && streams;
}

template values<float> hostile_values(std::size_t, const std::vector<dtype>&, std::uint64_t);
template values<double> hostile_values(std::size_t, const std::vector<dtype>&, std::uint64_t);
template values<float> run_slowly(const program<float>&, const values<float>&, const manner&);
template values<double> run_slowly(const program<double>&, const values<double>&, const manner&);
template values<float> run_on(const isa::instruction_set&, const program<float>&,
                              const values<float>&, const manner&);
template values<double> run_on(const isa::instruction_set&, const program<double>&,
                               const values<double>&, const manner&);
template bool same(const values<float>&, const values<float>&, std::size_t);
template bool same(const values<double>&, const values<double>&, std::size_t);

}  // namespace machine
