#include "support/wrappers.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>

#include "optaxx/io/tree_file.hpp"

namespace support {
namespace {

using namespace optaxx;

const char* const leaves[] = {"b", "w"};

array row_of(const tree& rows, const char* leaf, std::size_t step) {
  const array& all = rows[leaf].leaf();
  const auto n = all.size() / static_cast<std::size_t>(all.shape()[0]);
  array row(dtype::f64, {static_cast<std::int64_t>(n)});
  for (std::size_t i = 0; i < n; ++i)
    row.mutable_data<double>()[i] = all.data<double>()[step * n + i];
  return row;
}

tree rows_of(const tree& rows, std::size_t step) {
  return {{"b", row_of(rows, "b", step)}, {"w", row_of(rows, "w", step)}};
}

}  // namespace

void expect_updates_of(const std::string& recorded, const transformation& tx) {
  static const tree file = load_tree(OPTAXX_TEST_DATA_DIR "/extra/wrappers.safetensors");
  const tree params = rows_of(file["grads"], 0);
  opt_state state = tx.init(params);
  const auto steps = static_cast<std::size_t>(file["grads"]["b"].leaf().shape()[0]);
  ASSERT_GT(steps, 5U);
  for (std::size_t step = 0; step < steps; ++step) {
    const tree updates = tx.update(rows_of(file["grads"], step), state, params);
    const tree wanted = rows_of(file[recorded], step);
    for (const char* leaf : leaves) {
      const array& u = updates[leaf].leaf();
      for (std::size_t i = 0; i < u.size(); ++i) {
        const double expected = wanted[leaf].leaf().data<double>()[i];
        EXPECT_NEAR(u.data<double>()[i], expected, 1e-13 * (1 + std::abs(expected)))
            << recorded << ", step " << step << ", " << leaf << "[" << i << "]";
      }
    }
  }
}

}  // namespace support
