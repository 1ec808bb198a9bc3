#pragma once

#include <gtest/gtest.h>

#include <span>

#include "optaxx/core/tree.hpp"

namespace support {

/// Whether arrays have the same dtypes, shapes and bits; all NaN count as the same. Says where they
/// first differ.
testing::AssertionResult same_bits(std::span<const optaxx::array> a,
                                   std::span<const optaxx::array> b);

}  // namespace support
