#include "io/write_safetensors.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <stdexcept>

#include "io/json_text.hpp"
#include "io/safetensors.hpp"
#include "io/safetensors_header.hpp"

namespace optaxx::io {
namespace {

std::span<const std::byte> bytes_of(const array& a) {
  return {static_cast<const std::byte*>(a.data()), a.bytes()};
}

std::string metadata_json(const std::map<std::string, std::string>& metadata) {
  std::string text;
  for (const auto& [name, value] : metadata)
    text += (text.empty() ? "" : ",") + json_string(name) + ":" + json_string(value);
  return "{" + text + "}";
}

std::string entry_json(const named_array& entry, std::uint64_t begin) {
  if (entry.name == "__metadata__")
    throw std::invalid_argument("the name __metadata__ is safetensors' own");
  const array& a = *entry.values;
  std::string text = json_string(entry.name) + ":{\"dtype\":\"" + std::string(tag_of(a.dtype())) +
                     "\",\"shape\":[";
  for (std::size_t i = 0; i < a.shape().rank(); ++i)
    text += (i == 0 ? "" : ",") + std::to_string(a.shape()[i]);
  return text + "],\"data_offsets\":[" + std::to_string(begin) + "," +
         std::to_string(begin + a.bytes()) + "]}";
}

}  // namespace

void write_safetensors(const std::filesystem::path& file,
                       const std::map<std::string, std::string>& metadata,
                       std::vector<named_array> entries, file_calls& calls) {
  std::stable_sort(entries.begin(), entries.end(), [](const named_array& a, const named_array& b) {
    return size_of(a.values->dtype()) > size_of(b.values->dtype());
  });
  std::string header = "{\"__metadata__\":" + metadata_json(metadata);
  std::uint64_t offset = 0;
  for (const named_array& entry : entries) {
    header += "," + entry_json(entry, offset);
    offset += entry.values->bytes();
  }
  header += "}";
  header.resize((header.size() + 7) / 8 * 8, ' ');
  if (header.size() > most_header_bytes)
    throw std::invalid_argument("the names take more than the 100 MB that safetensors allows");

  const std::uint64_t header_bytes = header.size();
  std::vector<std::span<const std::byte>> parts{std::as_bytes(std::span(&header_bytes, 1)),
                                                std::as_bytes(std::span(header))};
  for (const named_array& entry : entries) parts.push_back(bytes_of(*entry.values));
  replace_file(file, parts, calls);
}

}  // namespace optaxx::io
