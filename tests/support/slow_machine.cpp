#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <ios>
#include <span>
#include <type_traits>

#include "support/hostile.hpp"
#include "support/machine.hpp"
#include "support/slow_lane.hpp"
#include "support/stored_as.hpp"
#include "support/twin.hpp"

namespace machine {
namespace {

using namespace optaxx;
using isa::finish;
using support::stored_as;

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
testing::AssertionResult same_elements(std::span<const T> a, std::span<const T> b) {
  using word = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (std::bit_cast<word>(a[i]) == std::bit_cast<word>(b[i])) continue;
    if (std::isnan(a[i]) && std::isnan(b[i])) continue;
    return testing::AssertionFailure()
           << "element " << i << ": " << std::hexfloat << a[i] << " and " << b[i];
  }
  return testing::AssertionSuccess();
}

template <class T>
void add(double& sum, T term) {
  const T flushed = (support::slow_lane<T>(1) * support::slow_lane<T>(term)).value();
  sum = (support::slow_lane<double>(sum) + static_cast<double>(flushed)).value();
}

// One step on element i, whose index in the leaf is `index`.
template <class T>
void take(const program<T>& p, const step<T>& s, values<T>& v, T& u, std::size_t i,
          std::size_t index) {
  std::vector<T> slots;
  std::vector<dtype> storage;
  for (const std::uint8_t stream : s.streams) {
    slots.push_back(v.streams[stream][i]);
    storage.push_back(p.storage[stream]);
  }
  twin::run<T>(s.kernel, s.numbers.data(), index, u, v.p[i], slots, storage);
  for (std::size_t k = 0; k < twin::info_of(s.kernel).written; ++k) {
    v.streams[s.streams[k]][i] = stored_as(storage[k], slots[k]);
  }
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
  using lane = support::slow_lane<T>;
  values<T> after = before;
  if (how.end == finish::accumulate) {
    after.lanes.resize(std::max<std::size_t>(1, p.terms.size()) * isa::virtual_lanes);
  }
  for (std::size_t i = 0; i < how.elements; ++i) {
    T u = before.u[i];
    for (const step<T>& s : p.steps) take(p, s, after, u, i, how.begin + i);
    const std::size_t place = (how.begin + i) % isa::virtual_lanes;
    if (how.end == finish::store) after.u[i] = u;
    if (how.end == finish::apply) after.p[i] = (lane(before.p[i]) + lane(u)).value();
    if (how.end != finish::accumulate) continue;
    if (p.terms.empty()) add(after.lanes[place], u);
    for (std::size_t t = 0; t < p.terms.size(); ++t) {
      T term = u;
      take(p, p.terms[t], after, term, i, how.begin + i);
      add(after.lanes[t * isa::virtual_lanes + place], term);
    }
  }
  return after;
}

template <class T>
bool same(const values<T>& a, const values<T>& b, std::size_t elements) {
  const auto first = [&](const std::vector<T>& v) { return std::span(v).first(elements); };
  const auto u = same_elements<T>(first(a.u), first(b.u));
  EXPECT_TRUE(u) << "update";
  const auto p = same_elements<T>(first(a.p), first(b.p));
  EXPECT_TRUE(p) << "parameters";
  bool all = u && p;
  for (std::size_t s = 0; s < a.streams.size(); ++s) {
    const auto one = same_elements<T>(first(a.streams[s]), first(b.streams[s]));
    EXPECT_TRUE(one) << "stream " << s;
    all = all && one;
  }
  EXPECT_EQ(a.lanes.size(), b.lanes.size());
  const auto lanes = same_elements<double>(a.lanes, b.lanes);
  EXPECT_TRUE(lanes) << "lanes";
  return all && lanes;
}

template values<float> hostile_values(std::size_t, const std::vector<dtype>&, std::uint64_t);
template values<double> hostile_values(std::size_t, const std::vector<dtype>&, std::uint64_t);
template values<float> run_slowly(const program<float>&, const values<float>&, const manner&);
template values<double> run_slowly(const program<double>&, const values<double>&, const manner&);
template bool same(const values<float>&, const values<float>&, std::size_t);
template bool same(const values<double>&, const values<double>&, std::size_t);

}  // namespace machine
