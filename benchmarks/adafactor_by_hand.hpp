#pragma once

#include <cstddef>
#include <vector>

#include "hand_fused.hpp"
#include "problem.hpp"

namespace bench {

/// optax.adafactor(1e-3) by hand, on the arrays of a problem: matrices whose rows and columns are
/// factored. One matrix after the other in three passes, each on all threads.
class adafactor_by_hand {
 public:
  adafactor_by_hand(problem& of, const adafactor_passes& passes);

  void operator()() { run(timed_step - 1); }
  void step() { run(count_++); }

 private:
  struct matrix {
    float *p, *g, *v_row, *v_col;
    std::size_t rows, columns;
  };
  void run(std::int32_t count);
  void sum_axes(const matrix& m);
  void find_factors(const matrix& m, float decay);
  adafactor_numbers sum_squares(const matrix& m);

  const adafactor_passes& passes_;
  std::int32_t count_ = 0;
  std::vector<matrix> matrices_;
  std::vector<double> of_rows_, of_columns_;  // of a matrix; of columns for each chunk of rows
  std::vector<double> of_updates_, of_params_;
  std::vector<float> row_factors_, column_factors_;
};

/// Throws std::runtime_error if 50 steps of both differ in a bit.
void check_adafactor(const adafactor_passes& passes);

}  // namespace bench
