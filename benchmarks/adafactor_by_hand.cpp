#include "adafactor_by_hand.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "sweep/reduce.hpp"
#include "sweep/threads.hpp"

namespace bench {
namespace {

namespace optax = optaxx;

constexpr std::size_t block = 4096;

std::size_t rows_of_chunk(std::size_t rows, std::size_t columns) {
  const std::size_t elements = std::max(std::size_t{64} << 10, (rows * columns + 63) / 64);
  return (elements + columns - 1) / columns;
}

// f(first, last) for parts of so many on all threads.
template <class F>
void share(std::size_t all, const F& f) {
  const std::size_t threads = optax::threads();
  auto part = [&](std::size_t i) { f(all * i / threads, all * (i + 1) / threads); };
  threads == 1 ? part(0) : optax::exec::run_chunks(threads, part);
}

float mean(double sum, std::size_t n) { return static_cast<float>(sum) / static_cast<float>(n); }

// As numbers of 32 lanes.
double sum(const std::vector<float>& values, std::size_t n) {
  double lanes[32] = {};
  for (std::size_t i = 0; i < n; ++i) lanes[i % 32] += static_cast<double>(values[i]);
  return optax::exec::fold_lanes(lanes);
}

}  // namespace

adafactor_by_hand::adafactor_by_hand(problem& of, const adafactor_passes& passes)
    : passes_(passes) {
  const auto slot = [&](const char* name, std::size_t i) {
    return of.state[0][name].leaves()[i].mutable_data<float>();
  };
  for (std::size_t i = 0; i < of.params.leaves().size(); ++i) {
    optax::array& p = of.params.leaves()[i];
    matrices_.push_back({p.mutable_data<float>(), of.grads.leaves()[i].mutable_data<float>(),
                         slot("v_row", i), slot("v_col", i), static_cast<std::size_t>(p.shape()[0]),
                         static_cast<std::size_t>(p.shape()[1])});
  }
  const matrix& m = matrices_[0];
  const std::size_t chunk = rows_of_chunk(m.rows, m.columns);
  of_rows_.resize(m.rows);
  row_factors_.resize(m.rows);
  of_columns_.resize((m.rows + chunk - 1) / chunk * m.columns);
  column_factors_.resize(m.columns);
  of_updates_.resize(m.rows * m.columns / block);
  of_params_.resize(of_updates_.size());
}

void adafactor_by_hand::sum_axes(const matrix& m) {
  const std::size_t chunk = rows_of_chunk(m.rows, m.columns);
  share(of_columns_.size() / m.columns, [&](std::size_t first, std::size_t last) {
    for (std::size_t c = first; c < last; ++c) {
      const std::size_t row = c * chunk;
      double* const columns = of_columns_.data() + c * m.columns;
      std::fill_n(columns, m.columns, 0.0);
      passes_.axis_sums(m.g + row * m.columns, std::min(chunk, m.rows - row), m.columns, 1e-30F,
                        of_rows_.data() + row, columns);
    }
  });
  const std::size_t chunks = of_columns_.size() / m.columns;
  for (std::size_t stride = 1; stride < chunks; stride *= 2) {
    for (std::size_t c = 0; c + stride < chunks; c += 2 * stride) {
      double* const to = of_columns_.data() + c * m.columns;
      const double* const from = to + stride * m.columns;
      for (std::size_t j = 0; j < m.columns; ++j) to[j] += from[j];
    }
  }
}

void adafactor_by_hand::find_factors(const matrix& m, float decay) {
  const float rest = 1.0F - decay;
  for (std::size_t r = 0; r < m.rows; ++r) {
    m.v_row[r] = decay * m.v_row[r] + rest * mean(of_rows_[r], m.columns);
    row_factors_[r] = m.v_row[r];
  }
  for (std::size_t c = 0; c < m.columns; ++c) {
    m.v_col[c] = decay * m.v_col[c] + rest * mean(of_columns_[c], m.rows);
    column_factors_[c] = m.v_col[c];
  }
  const float of_all = mean(sum(row_factors_, m.rows), m.rows);
  for (float& x : row_factors_) x = x / of_all;
  passes_.inverse_roots(row_factors_.data(), m.rows);
  passes_.inverse_roots(column_factors_.data(), m.columns);
}

adafactor_numbers adafactor_by_hand::sum_squares(const matrix& m) {
  const std::size_t rows = block / m.columns;
  share(of_updates_.size(), [&](std::size_t first, std::size_t last) {
    const std::size_t at = first * block;
    passes_.squares(m.g + at, m.p + at, (last - first) * rows, m.columns,
                    row_factors_.data() + first * rows, column_factors_.data(),
                    of_updates_.data() + first, of_params_.data() + first);
  });
  const auto root_of_mean = [&](std::vector<double>& sums) {
    return std::sqrt(mean(optax::exec::fold_blocks(sums.data(), sums.size()), m.rows * m.columns));
  };
  return {std::max(1.0F, root_of_mean(of_updates_) / 1.0F), 1e-3F,
          std::max(1e-3F, root_of_mean(of_params_))};
}

void adafactor_by_hand::run(std::int32_t count) {
  const float decay = 1.0F - std::pow(static_cast<float>(count + 1), -0.8F);
  for (const matrix& m : matrices_) {
    sum_axes(m);
    find_factors(m, decay);
    const adafactor_numbers k = sum_squares(m);
    share(m.rows, [&](std::size_t first, std::size_t last) {
      const std::size_t at = first * m.columns;
      passes_.apply(k, m.p + at, m.g + at, last - first, m.columns, row_factors_.data() + first,
                    column_factors_.data());
    });
  }
}

void check_adafactor(const adafactor_passes& passes) {
  const optax::transformation tx = optax::adafactor(1e-3);
  const auto made = [&] {
    return problem(tx, matrices({"a", "b"}, 192, 1024, 1.0F),
                   matrices({"a", "b"}, 192, 1024, 0.01F));
  };
  problem ours = made();
  problem theirs = made();
  adafactor_by_hand hand(theirs, passes);
  for (int i = 0; i < 50; ++i) {
    ours.step();
    hand.step();
  }
  theirs.set_count(50);
  if (!(ours.params == theirs.params) || !(ours.state == theirs.state))
    throw std::runtime_error(optax::describe(tx) + " and the passes by hand differ in their bits");
}

}  // namespace bench
