#include "adafactor_by_hand.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <stdexcept>

#include "sweep/reduce.hpp"

namespace bench {
namespace {

// The passes with vectors of one number.
struct plain {
  using lanes = std::array<double, 32>;

  static void axis_sums(const float* g, std::size_t rows, std::size_t columns, float eps,
                        double* of_rows, double* of_columns) {
    for (std::size_t r = 0; r < rows; ++r, g += columns) {
      lanes row{};
      for (std::size_t c = 0; c < columns; ++c) {
        const float square = g[c] * g[c] + eps;
        row[c % row.size()] += static_cast<double>(square);
        of_columns[c] += static_cast<double>(square);
      }
      of_rows[r] = optaxx::exec::fold_lanes(row.data());
    }
  }
  static void inverse_roots(float* x, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) x[i] = std::pow(x[i], -0.5F);
  }
  static float update(const float* g, std::size_t i, std::size_t columns, const float* of_rows,
                      const float* of_columns) {
    return (g[i] * of_rows[i / columns]) * of_columns[i % columns];
  }
  static void squares(const float* g, const float* p, std::size_t rows, std::size_t columns,
                      const float* of_rows, const float* of_columns, double* of_updates,
                      double* of_params) {
    for (std::size_t begin = 0; begin < rows * columns; begin += 4096) {
      lanes updates{};
      lanes params{};
      for (std::size_t i = begin; i < begin + 4096; ++i) {
        const float u = update(g, i, columns, of_rows, of_columns);
        updates[i % updates.size()] += static_cast<double>(u * u);
        params[i % params.size()] += static_cast<double>(p[i] * p[i]);
      }
      *of_updates++ = optaxx::exec::fold_lanes(updates.data());
      *of_params++ = optaxx::exec::fold_lanes(params.data());
    }
  }
  static void apply(const adafactor_numbers& k, float* p, const float* g, std::size_t rows,
                    std::size_t columns, const float* of_rows, const float* of_columns) {
    for (std::size_t i = 0; i < rows * columns; ++i) {
      const float u = update(g, i, columns, of_rows, of_columns) / k.divisor;
      p[i] = p[i] + -1.0F * (k.factor * (k.rate * u));
    }
  }
  static void apply_in_another_order(const adafactor_numbers& k, float* p, const float* g,
                                     std::size_t rows, std::size_t columns, const float* of_rows,
                                     const float* of_columns) {
    for (std::size_t i = 0; i < rows * columns; ++i) {
      const float u = update(g, i, columns, of_rows, of_columns);
      p[i] = p[i] - (k.factor * k.rate / k.divisor) * u;
    }
  }
};

TEST(adafactor_by_hand, has_the_bits_of_adafactor) {
  EXPECT_NO_THROW(
      check_adafactor({&plain::axis_sums, &plain::inverse_roots, &plain::squares, &plain::apply}));
}

TEST(adafactor_by_hand, is_refused_with_other_bits) {
  try {
    check_adafactor({&plain::axis_sums, &plain::inverse_roots, &plain::squares,
                     &plain::apply_in_another_order});
    FAIL() << "accepted";
  } catch (const std::runtime_error& e) {
    EXPECT_THAT(e.what(),
                testing::HasSubstr("optax.adafactor(learning_rate=0.001) and the passes"));
  }
}

}  // namespace
}  // namespace bench
