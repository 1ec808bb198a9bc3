#include "io/safetensors.hpp"

#include <bit>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "optaxx/core/errors.hpp"

namespace optaxx::io {
namespace {

static_assert(std::endian::native == std::endian::little);

using json = nlohmann::json;

std::uint64_t natural(const json& value) {
  if (!value.is_number_unsigned()) throw format_error("has an extent that is no natural number");
  return value.get<std::uint64_t>();
}

// Number of bytes of an entry of this shape, or more than there are.
std::uint64_t bytes_of(dtype type, const std::vector<std::int64_t>& shape, std::uint64_t most) {
  std::uint64_t bytes = size_of(type);
  for (const std::int64_t extent : shape) {
    if (__builtin_mul_overflow(bytes, static_cast<std::uint64_t>(extent), &bytes)) return most + 1;
  }
  return bytes;
}

tensor read_entry(const std::string& name, const json& entry, std::span<const std::byte> data,
                  std::set<std::pair<std::uint64_t, std::uint64_t>>& covered) {
  tensor t{dtype_of_tag(entry.at("dtype").get<std::string>()), {}, {}};
  for (const json& extent : entry.at("shape")) {
    t.shape.push_back(static_cast<std::int64_t>(natural(extent)));
  }
  const json& offsets = entry.at("data_offsets");
  const std::uint64_t begin = natural(offsets.at(0));
  const std::uint64_t end = natural(offsets.at(1));
  if (offsets.size() != 2 || begin > end || end > data.size() ||
      end - begin != bytes_of(t.type, t.shape, data.size())) {
    throw format_error("has a bad entry " + name);
  }
  if (begin != end && !covered.emplace(begin, end).second) {
    throw format_error("has a second entry in the place of " + name);
  }
  const std::span<const std::byte> bytes = data.subspan(begin, end - begin);
  t.bytes.assign(bytes.begin(), bytes.end());
  return t;
}

safetensors parse(std::span<const std::byte> file) {
  std::uint64_t header_bytes = 0;
  if (file.size() < sizeof header_bytes) throw format_error("has no header");
  std::memcpy(&header_bytes, file.data(), sizeof header_bytes);
  file = file.subspan(sizeof header_bytes);
  if (header_bytes > file.size()) throw format_error("ends within its header");
  const char* const text = reinterpret_cast<const char*>(file.data());
  const std::span<const std::byte> data = file.subspan(header_bytes);

  safetensors result;
  std::set<std::pair<std::uint64_t, std::uint64_t>> covered;
  const json header = json::parse(text, text + header_bytes);
  if (!header.is_object()) throw format_error("has a header that is no JSON object");
  for (const auto& [name, entry] : header.items()) {
    if (name == "__metadata__") {
      result.metadata = entry.get<std::map<std::string, std::string>>();
    } else {
      result.entries.emplace(name, read_entry(name, entry, data, covered));
    }
  }

  std::uint64_t next = 0;
  for (const auto& [begin, end] : covered) {
    if (begin != next) throw format_error("has a gap or an overlap in its data");
    next = end;
  }
  if (next != data.size()) throw format_error("has data that belongs to no entry");
  return result;
}

}  // namespace

array tensor::as_array() const {
  if (shape.size() > optaxx::shape::max_rank) {
    throw format_error("has an entry of " + std::to_string(shape.size()) + " axes");
  }
  array a(type, optaxx::shape(shape.begin(), shape.end()));
  if (!bytes.empty()) std::memcpy(a.mutable_data(), bytes.data(), bytes.size());
  return a;
}

const tensor& safetensors::at(const std::string& name) const {
  const auto entry = entries.find(name);
  if (entry == entries.end()) throw std::out_of_range("no tensor named " + name);
  return entry->second;
}

dtype dtype_of_tag(const std::string& tag) {
  static const std::map<std::string, dtype> tags = {
      {"F32", dtype::f32}, {"F64", dtype::f64}, {"BF16", dtype::bf16}, {"F16", dtype::f16},
      {"I32", dtype::i32}, {"I64", dtype::i64}, {"U32", dtype::u32},   {"BOOL", dtype::boolean},
  };
  const auto found = tags.find(tag);
  if (found == tags.end()) throw format_error("has an array of the type " + tag);
  return found->second;
}

safetensors parse_safetensors(std::span<const std::byte> file) {
  try {
    return parse(file);
  } catch (const json::exception& e) {
    throw format_error("has a bad header: " + std::string(e.what()));
  }
}

}  // namespace optaxx::io
