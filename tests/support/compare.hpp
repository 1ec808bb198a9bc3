#pragma once

#include <gtest/gtest.h>

#include "optaxx/core/tree.hpp"

namespace support {

/// Whether trees have the same structure, with the names and order of all fields, and arrays of the
/// same dtypes, shapes and bits; all NaN count as the same. Says where they first differ.
testing::AssertionResult same_tree(const optaxx::tree& got, const optaxx::tree& wanted);

struct ulp_options {
  double floor = 0;     ///< Forgive errors up to so many ULP of the largest wanted element.
  bool single = false;  ///< Round float64 arrays to float32 first.
};

/// The largest distance of two elements, counted in representable numbers of their dtype: 0 for NaN
/// and NaN, infinity for NaN and something else.
double ulp_distance(const optaxx::array& got, const optaxx::array& wanted,
                    const ulp_options& options = {});

}  // namespace support
