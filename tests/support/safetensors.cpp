#include "support/safetensors.hpp"

#include <zlib.h>

#include <array>
#include <bit>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "optaxx/core/errors.hpp"

namespace support {
namespace {

static_assert(std::endian::native == std::endian::little);

const std::map<std::string, std::size_t> element_bytes = {
    {"F32", 4}, {"BF16", 2}, {"F16", 2}, {"F64", 8},
    {"I32", 4}, {"I64", 8},  {"U32", 4}, {"BOOL", 1},
};

// zlib hands a file that is not gzipped through as it is.
std::vector<std::byte> contents(const std::filesystem::path& file) {
  const std::unique_ptr<gzFile_s, decltype(&gzclose)> in(gzopen(file.c_str(), "rb"), &gzclose);
  if (!in) throw optaxx::format_error("cannot be opened");
  std::vector<std::byte> result;
  std::array<std::byte, 1 << 16> buffer;
  int count = 0;
  while ((count = gzread(in.get(), buffer.data(), static_cast<unsigned>(buffer.size()))) > 0) {
    result.insert(result.end(), buffer.begin(), buffer.begin() + count);
  }
  if (count < 0 || gzeof(in.get()) == 0) throw optaxx::format_error("is damaged");
  return result;
}

safetensors parse(const std::vector<std::byte>& file) {
  std::uint64_t header_bytes = 0;
  if (file.size() < sizeof header_bytes) throw optaxx::format_error("has no header");
  std::memcpy(&header_bytes, file.data(), sizeof header_bytes);
  if (header_bytes > file.size() - sizeof header_bytes)
    throw optaxx::format_error("ends within its header");
  const char* const text = reinterpret_cast<const char*>(file.data()) + sizeof header_bytes;
  const std::byte* const data = file.data() + sizeof header_bytes + header_bytes;
  const std::size_t data_bytes = file.size() - sizeof header_bytes - header_bytes;

  safetensors result;
  std::set<std::pair<std::size_t, std::size_t>> covered;
  const auto header = nlohmann::json::parse(text, text + header_bytes);
  for (const auto& [name, entry] : header.items()) {
    if (name == "__metadata__") {
      result.metadata = entry.get<std::map<std::string, std::string>>();
      continue;
    }
    tensor t{entry.at("dtype").get<std::string>(),
             entry.at("shape").get<std::vector<std::int64_t>>(),
             {}};
    const auto [begin, end] = entry.at("data_offsets").get<std::pair<std::size_t, std::size_t>>();
    const auto element = element_bytes.find(t.dtype);
    if (element == element_bytes.end() || begin > end || end > data_bytes ||
        end - begin != t.elements() * element->second) {
      throw optaxx::format_error("has a bad entry " + name);
    }
    t.bytes.assign(data + begin, data + end);
    if (begin != end && !covered.emplace(begin, end).second) {
      throw optaxx::format_error("has a second entry in the place of " + name);
    }
    result.entries.emplace(name, std::move(t));
  }

  std::size_t next = 0;
  for (const auto& [begin, end] : covered) {
    if (begin != next) throw optaxx::format_error("has a gap or an overlap in its data");
    next = end;
  }
  if (next != data_bytes) throw optaxx::format_error("has data that belongs to no entry");
  return result;
}

}  // namespace

std::size_t tensor::elements() const {
  std::size_t result = 1;
  for (const std::int64_t extent : shape) result *= static_cast<std::size_t>(extent);
  return result;
}

const tensor& safetensors::at(const std::string& name) const {
  const auto entry = entries.find(name);
  if (entry == entries.end()) throw std::out_of_range("no tensor named " + name);
  return entry->second;
}

safetensors read_safetensors(const std::filesystem::path& file) {
  try {
    return parse(contents(file));
  } catch (const optaxx::format_error& e) {
    throw optaxx::format_error(file.string() + " " + e.what());
  } catch (const nlohmann::json::exception& e) {
    throw optaxx::format_error(file.string() + " has a bad header: " + e.what());
  }
}

}  // namespace support
