#pragma once

#include <gtest/gtest.h>

#include "optaxx/core/tree.hpp"

namespace support {

/// Whether trees have the same structure, with the names and order of all fields, and arrays of the
/// same dtypes, shapes and bits; all NaN count as the same. Says where they first differ.
testing::AssertionResult same_tree(const optaxx::tree& got, const optaxx::tree& wanted);

}  // namespace support
