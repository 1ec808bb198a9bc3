#pragma once

#include <filesystem>

#include "io/safetensors.hpp"

namespace replay {

/// Reads a safetensors file, gzipped or not. Throws optaxx::format_error, naming the file, if it is
/// something else.
optaxx::io::safetensors read_safetensors(const std::filesystem::path& file);

}  // namespace replay
