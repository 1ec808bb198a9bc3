#include "speed.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace bench {
namespace {

row made(const std::string& work, const std::string& reference, std::size_t elements,
         double reference_seconds, double seconds) {
  return {.work = work,
          .reference = reference,
          .size = std::to_string(elements),
          .isa = "avx2",
          .elements = elements,
          .threads = 1,
          .r = {0.5, 0.5, 0.5, reference_seconds, seconds},
          .target = 0};
}

TEST(speed, has_a_line_for_each_side_of_a_row_once) {
  const std::vector<row> rows{made("by hand", "touch only", 1000, 1e-6, 2e-6),
                              made("adamw, fast", "by hand", 1000, 3e-6, 4e-6),
                              made("by hand", "touch only", 4000, 4e-6, 8e-6)};
  EXPECT_EQ(speed_tsv(rows),
            "isa\tparameters\tcontender\tparameters_per_second\n"
            "avx2\t1000\ttouch only\t1e+09\n"
            "avx2\t1000\tby hand\t5e+08\n"
            "avx2\t1000\tadamw, fast\t2.5e+08\n"
            "avx2\t4000\ttouch only\t1e+09\n"
            "avx2\t4000\tby hand\t5e+08\n");
}

}  // namespace
}  // namespace bench
