#pragma once

#include <array>

#include "optaxx/core/kernel.hpp"

namespace optaxx::exec {

/// Room for the numbers of a kernel.
using fast_numbers = std::array<double, kernel_detail::max_bytes / sizeof(double)>;

/// The kernel that takes another's place under numerics::fast, its numbers made of that one's; the
/// kernel itself if there is nothing to gain.
kernel_detail::erased fast_form(const kernel_detail::erased& kernel, fast_numbers& numbers);

}  // namespace optaxx::exec
