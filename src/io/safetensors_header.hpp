#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace optaxx::io {

/// As for everybody who reads safetensors.
inline constexpr std::size_t most_header_bytes = 100'000'000;

/// An entry as the header describes it.
struct header_entry {
  std::string tag;
  std::vector<std::int64_t> shape;
  std::pair<std::uint64_t, std::uint64_t> offsets;  ///< Begin and end in the data.
};

struct safetensors_header {
  std::map<std::string, std::string> metadata;
  std::map<std::string, header_entry> entries;
};

/// Reads the JSON in front of the data. Throws format_error, in words that go on after the name of
/// the file, for what is no header, and for any name that is there twice.
safetensors_header parse_header(std::string_view json);

}  // namespace optaxx::io
