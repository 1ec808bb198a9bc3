#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "io/replace_file.hpp"
#include "optaxx/core/array.hpp"

namespace optaxx::io {

struct named_array {
  std::string name;
  const array* values;
};

/// Writes a safetensors file by replace_file; elements are aligned. Throws std::invalid_argument
/// for a text that is not UTF-8 and for the name __metadata__, and what replace_file throws.
void write_safetensors(const std::filesystem::path& file,
                       const std::map<std::string, std::string>& metadata,
                       std::vector<named_array> entries, file_calls& calls = system_calls());

}  // namespace optaxx::io
