// Reductions over axes, and kernels that read what they give. The numbers are small integers, so
// sums are exact in any order.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <stdexcept>
#include <vector>

#include "optaxx/core/array.hpp"
#include "optaxx/core/runtime.hpp"
#include "support/settings.hpp"
#include "support/user_rules.hpp"

namespace {

using namespace optaxx;
using namespace support;

using mask = std::vector<bool>;

struct as_it_is {
  template <class T>
  void operator()(T&) const noexcept {}
};
struct squared {
  template <class T>
  void operator()(T& u) const noexcept {
    u = u * u;
  }
};
struct read_one {
  template <class T>
  void operator()(T& u, const T& result) const noexcept {
    u = result;
  }
};
struct subtract_both {
  template <class T>
  void operator()(T& u, const T& first, const T& second) const noexcept {
    u = u - first - second;
  }
};

struct add_to_slot {
  template <class T>
  void operator()(T& u, T& sum) const noexcept {
    sum = sum + u;
    u = sum;
  }
};
struct twice {
  template <class T>
  void operator()(T& u) const noexcept {
    u = u + u;
  }
};

array matrix(const shape& s, const std::vector<float>& values) {
  array a(dtype::f32, s);
  std::ranges::copy(values, a.mutable_data<float>());
  return a;
}

array integers(dtype type, const shape& s) {
  array a(type, s);
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto n = static_cast<double>((i * 7919 + i / 13) % 17) - 8.0;
    if (type == dtype::f64) {
      a.mutable_data<double>()[i] = n;
    } else {
      a.mutable_data<float>()[i] = static_cast<float>(n);
    }
  }
  return a;
}

double at(const array& a, std::size_t i) {
  return a.dtype() == dtype::f64 ? a.data<double>()[i] : static_cast<double>(a.data<float>()[i]);
}

// Of each element, the number of its unit.
std::vector<std::size_t> units_of(const shape& s, const mask& reduced) {
  std::vector<std::size_t> units(s.elements());
  for (std::size_t i = 0; i < units.size(); ++i) {
    std::size_t rest = i;
    std::size_t stride = 1;
    for (std::size_t k = s.rank(); k-- > 0;) {
      const auto extent = static_cast<std::size_t>(s[k]);
      if (!reduced[k]) {
        units[i] += rest % extent * stride;
        stride *= extent;
      }
      rest /= extent;
    }
  }
  return units;
}

enum class verb { sum, mean, max };

// What every element reads.
std::vector<double> expected(const array& a, const mask& reduced, verb how) {
  const std::vector<std::size_t> units = units_of(a.shape(), reduced);
  const double nothing = how == verb::max ? -std::numeric_limits<double>::infinity() : 0.0;
  std::vector<double> results(a.size(), nothing);
  std::vector<double> elements(a.size(), 0.0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    double& r = results[units[i]];
    r = how == verb::max ? std::max(r, at(a, i)) : r + at(a, i);
    elements[units[i]] += 1.0;
  }
  std::vector<double> read;
  for (std::size_t i = 0; i < a.size(); ++i) {
    double r = results[units[i]];
    if (how == verb::mean) {
      const double n = elements[units[i]];
      r = a.dtype() == dtype::f64
              ? r / n
              : static_cast<double>(static_cast<float>(r) / static_cast<float>(n));
    }
    read.push_back(r);
  }
  return read;
}

transformation reader(const mask& reduced, verb how) {
  return rule_of(
      [reduced](layout& state) {
        state.axes("some", [reduced](const shape&) { return std::optional(reduced); });
      },
      [how](sweep& s, const state_view& state) {
        const leaf_axes& some = s.axes(state, "some");
        const sweep results = how == verb::sum    ? s.axis_sum(numbers::weak, some, as_it_is{})
                              : how == verb::mean ? s.axis_mean(numbers::weak, some, as_it_is{})
                                                  : s.axis_max(numbers::weak, some, as_it_is{});
        s.map(read_one{}, results);
      });
}

tree updates_of(const transformation& tx, const tree& grads) {
  opt_state state = tx.init(grads);
  return tx.update(grads, state, grads);
}

std::vector<double> numbers_of(const array& a) {
  std::vector<double> values;
  for (std::size_t i = 0; i < a.size(); ++i) values.push_back(at(a, i));
  return values;
}

const std::vector<shape> shapes = {
    {1},        {7},        {5000},       {1, 9},        {9, 1},        {3, 4},    {33, 40},
    {40, 33},   {2, 70000}, {70000, 2},   {300, 1000},   {513, 511},    {3, 4, 5}, {16, 1, 33},
    {64, 9, 3}, {9, 3, 64}, {3, 3, 8, 8}, {2, 3, 1, 40}, {130, 7, 130}, {0, 5},    {5, 0}};

std::vector<mask> masks(std::size_t rank) {
  std::vector<mask> all;
  for (std::size_t bits = 0; bits < (std::size_t{1} << rank); ++bits) {
    mask m;
    for (std::size_t k = 0; k < rank; ++k) m.push_back((bits >> k & 1U) != 0);
    all.push_back(m);
  }
  return all;
}

TEST(axis_reductions, are_read_by_every_element_of_a_unit) {
  for (const std::string& set : instruction_sets()) {
    for (const std::size_t threads : {1U, 3U}) {
      const setting now(set, threads);
      for (const dtype type : {dtype::f32, dtype::f64}) {
        for (const shape& s : shapes) {
          const array a = integers(type, s);
          for (const mask& reduced : masks(s.rank())) {
            for (const verb how : {verb::sum, verb::mean, verb::max}) {
              const tree updates = updates_of(reader(reduced, how), tree(a));
              ASSERT_EQ(numbers_of(updates.leaf()), expected(a, reduced, how))
                  << set << ", " << s.text() << ", " << testing::PrintToString(reduced);
            }
          }
        }
      }
    }
  }
}

// Rows that end between the lanes of a sum too.
TEST(axis_reductions, are_read_by_what_is_summed) {
  for (const std::string& set : instruction_sets()) {
    const setting now(set, 1);
    for (const std::int64_t columns : {96, 100, 101, 513}) {
      const array a = integers(dtype::f32, {50, columns});
      for (const mask& reduced : masks(2)) {
        double sum = 0;
        const transformation tx = rule_of(
            [&](layout& state) {
              state.axes("some", [&](const shape&) { return std::optional(reduced); });
            },
            [&](sweep& s, const state_view& state) {
              s.map(read_one{}, s.axis_max(numbers::weak, s.axes(state, "some"), as_it_is{}));
              sum = s.sum(squared{});
            });
        updates_of(tx, tree(a));
        double squares = 0;
        for (const double x : expected(a, reduced, verb::max)) squares += x * x;
        EXPECT_EQ(sum, squares) << set << ", " << columns << ", "
                                << testing::PrintToString(reduced);
      }
    }
  }
}

TEST(axis_reductions, of_several_leaves_are_each_their_own) {
  const tree grads{{"a", integers(dtype::f32, {6, 50})}, {"b", integers(dtype::f32, {50, 6})}};
  const tree updates = updates_of(reader({true, false}, verb::sum), grads);
  EXPECT_EQ(numbers_of(updates["a"].leaf()), expected(grads["a"].leaf(), {true, false}, verb::sum));
  EXPECT_EQ(numbers_of(updates["b"].leaf()), expected(grads["b"].leaf(), {true, false}, verb::sum));
}

TEST(axis_reductions, leave_other_leaves_alone) {
  const tree grads{{"m", integers(dtype::f32, {3, 4})},
                   {"n", array(dtype::i32, {2, 2})},
                   {"v", integers(dtype::f32, {5})}};
  const transformation tx = rule_of(
      [](layout& state) {
        state.axes("rows", [](const shape& s) -> std::optional<mask> {
          if (s.rank() != 2) return std::nullopt;
          return mask{true, false};
        });
      },
      [](sweep& s, const state_view& state) {
        const leaf_axes& rows = s.axes(state, "rows");
        const sweep sums = s.axis_sum(numbers::weak, rows, squared{});
        EXPECT_EQ(sums.leaves(), 1U);
        s.only(rows).map(read_one{}, sums);
      });
  const tree updates = updates_of(tx, grads);
  EXPECT_EQ(numbers_of(updates["v"].leaf()), numbers_of(grads["v"].leaf()));
  EXPECT_EQ(at(updates["m"].leaf(), 1), std::pow(at(grads["m"].leaf(), 1), 2) +
                                            std::pow(at(grads["m"].leaf(), 5), 2) +
                                            std::pow(at(grads["m"].leaf(), 9), 2));
}

// As scale_by_factored_rms does: two means in one pass, the mean of one of them, and slots.
TEST(axis_reductions, are_computed_on_and_kept) {
  const transformation tx = rule_of(
      [](layout& state) {
        state.type("SumState");
        state.slot("of_columns", [](const array& p) { return array(p.dtype(), {p.shape()[1]}); });
        state.axes("columns", [](const shape&) { return std::optional(mask{true, false}); });
        state.axes("rows", [](const shape&) { return std::optional(mask{false, true}); });
        state.axes("all", "rows", [](const shape&) { return std::optional(mask{true}); });
      },
      [](sweep& s, const state_view& state) {
        auto [columns, rows] = s.axis_means(
            numbers::weak, {&s.axes(state, "columns"), &s.axes(state, "rows")}, as_it_is{});
        columns.map(add_to_slot{}, state["of_columns"]);
        rows.map(read_one{}, rows.axis_sum(numbers::weak, s.axes(state, "all"), as_it_is{}));
        s.map(subtract_both{}, columns, rows);
      });
  const tree grads(matrix({2, 4}, {1, 2, 3, 4, 5, 6, 7, 8}));
  opt_state state = tx.init(grads);
  for (int step = 1; step <= 3; ++step) {
    const tree updates = tx.update(grads, state, grads);
    // Means of columns are 3, 4, 5, 6, of rows 2.5 and 6.5.
    for (std::size_t i = 0; i < 8; ++i) {
      const double column = step * (3.0 + static_cast<double>(i % 4));
      EXPECT_EQ(at(updates.leaf(), i), static_cast<double>(i + 1) - column - 9.0);
    }
    EXPECT_THAT(numbers_of(state["of_columns"].leaf()),
                testing::ElementsAre(step * 3, step * 4, step * 5, step * 6));
  }
}

TEST(axis_reductions, are_read_as_they_are_at_that_moment) {
  const transformation tx = rule_of(
      [](layout& state) {
        state.axes("rows", [](const shape&) { return std::optional(mask{false, true}); });
      },
      [](sweep& s, const state_view& state) {
        sweep rows = s.axis_sum(numbers::weak, s.axes(state, "rows"), as_it_is{});
        s.map(subtract_both{}, rows, rows);
        rows.map(twice{});
        s.map(subtract_both{}, rows, rows);
      });
  const tree grads(matrix({1, 2}, {1, 2}));
  EXPECT_THAT(numbers_of(updates_of(tx, grads).leaf()),
              testing::ElementsAre(1 - 6 - 12, 2 - 6 - 12));
}

struct subtract_one {
  template <class T>
  void operator()(T& u, const T& other) const noexcept {
    u = u - other;
  }
};

TEST(axis_reductions, read_those_of_the_same_units) {
  const transformation tx = rule_of(
      [](layout& state) {
        state.axes("rows", [](const shape&) { return std::optional(mask{false, true}); });
        state.axes("columns", [](const shape&) { return std::optional(mask{true, false}); });
      },
      [](sweep& s, const state_view& state) {
        sweep sums = s.axis_sum(numbers::weak, s.axes(state, "rows"), as_it_is{});
        sweep largest = s.axis_max(numbers::weak, s.axes(state, "rows"), as_it_is{});
        sums.map(subtract_one{}, largest);
        largest.map(twice{});
        sums.map(subtract_one{}, largest);
        const sweep columns = s.axis_sum(numbers::weak, s.axes(state, "columns"), as_it_is{});
        EXPECT_THROW(sums.map(subtract_one{}, columns), std::logic_error);
        s.map(read_one{}, sums);
      });
  const tree grads(matrix({2, 3}, {1, 2, 4, 10, 30, 20}));
  const double first = 7 - 4 - 8;
  const double second = 60 - 30 - 60;
  EXPECT_THAT(numbers_of(updates_of(tx, grads).leaf()),
              testing::ElementsAre(first, first, first, second, second, second));
}

TEST(axis_reductions, of_bfloat16_are_float32_where_the_numbers_are) {
  const transformation tx = rule_of(
      [](layout& state) {
        state.axes("rows", [](const shape&) { return std::optional(mask{false, true}); });
      },
      [](sweep& s, const state_view& state) {
        s.map(numbers::f32_inside, read_one{},
              s.axis_sum(numbers::f32, s.axes(state, "rows"), as_it_is{}));
      });
  array a(dtype::bf16, {2, 700});
  for (std::size_t i = 0; i < a.size(); ++i) a.mutable_data<bfloat16>()[i] = bfloat16(1.0F);
  const tree updates = updates_of(tx, tree(a));
  ASSERT_EQ(updates.leaf().dtype(), dtype::bf16);
  EXPECT_EQ(static_cast<float>(updates.leaf().data<bfloat16>()[699]), 700.0F);
}

TEST(axis_reductions, nan_is_the_largest) {
  array a(dtype::f32, {3, 50});
  std::fill_n(a.mutable_data<float>(), a.size(), 1.0F);
  a.mutable_data<float>()[60] = std::numeric_limits<float>::quiet_NaN();
  a.mutable_data<float>()[149] = std::numeric_limits<float>::infinity();
  for (const std::string& set : instruction_sets()) {
    const setting now(set, 1);
    const tree updates = updates_of(reader({false, true}, verb::max), tree(a));
    EXPECT_EQ(at(updates.leaf(), 0), 1.0);
    EXPECT_TRUE(std::isnan(at(updates.leaf(), 50)));
    EXPECT_EQ(at(updates.leaf(), 100), std::numeric_limits<double>::infinity());
  }
}

TEST(axis_reductions, are_of_these_leaves_alone) {
  const transformation tx = rule_of(
      [](layout& state) {
        state.axes("rows", [](const shape&) { return std::optional(mask{false, true}); });
        state.axes("all", "rows", [](const shape&) { return std::optional(mask{true}); });
        state.axes("matrices", [](const shape& s) -> std::optional<mask> {
          if (s[0] != 2) return std::nullopt;
          return mask{true, true};
        });
      },
      [](sweep& s, const state_view& state) {
        sweep rows = s.axis_sum(numbers::weak, s.axes(state, "rows"), as_it_is{});
        const sweep all = rows.axis_sum(numbers::weak, s.axes(state, "all"), as_it_is{});
        EXPECT_THROW(s.map(read_one{}, all), std::logic_error);
        EXPECT_THROW(s.axis_means(numbers::weak,
                                  {&s.axes(state, "rows"), &s.axes(state, "matrices")}, as_it_is{}),
                     std::logic_error);
        EXPECT_THROW(s.axes(state, "columns"), std::logic_error);
        throw std::runtime_error("all are refused");
      });
  const tree grads{{"a", array(dtype::f32, {2, 2})}, {"b", array(dtype::f32, {3, 2})}};
  EXPECT_THROW(updates_of(tx, grads), std::runtime_error);
}

TEST(axis_reductions, must_be_there_for_every_leaf_that_reads_them) {
  const transformation tx = rule_of(
      [](layout& state) {
        state.axes("rows", [](const shape& s) -> std::optional<mask> {
          if (s[0] != 2) return std::nullopt;
          return mask{false, true};
        });
      },
      [](sweep& s, const state_view& state) {
        s.map(read_one{}, s.axis_sum(numbers::weak, s.axes(state, "rows"), as_it_is{}));
      });
  const tree grads{{"a", array(dtype::f32, {2, 2})}, {"b", array(dtype::f32, {3, 2})}};
  EXPECT_THROW(updates_of(tx, grads), std::logic_error);
}

}  // namespace
