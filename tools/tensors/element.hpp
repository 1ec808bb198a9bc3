#pragma once

#include <cstddef>
#include <string_view>

namespace tensors {

/// Reads an element, not aligned, as a double; integers beyond 2^53 are rounded.
using element_reader = double (*)(const std::byte*);

/// Of a dtype of safetensors, "F8_E4M3". nullptr for what is no real number of whole bytes: C64,
/// F6_E2M3, F6_E3M2, F4.
element_reader reader_of(std::string_view tag);

}  // namespace tensors
