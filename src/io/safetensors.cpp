#include "io/safetensors.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "io/json_text.hpp"
#include "io/safetensors_header.hpp"
#include "optaxx/core/errors.hpp"

namespace optaxx::io {
namespace {

static_assert(std::endian::native == std::endian::little);

struct tag_row {
  std::string_view tag;
  optaxx::dtype type;
};
constexpr std::array<tag_row, 8> tags{{{"F32", dtype::f32},
                                       {"F64", dtype::f64},
                                       {"BF16", dtype::bf16},
                                       {"F16", dtype::f16},
                                       {"I32", dtype::i32},
                                       {"I64", dtype::i64},
                                       {"U32", dtype::u32},
                                       {"BOOL", dtype::boolean}}};

struct foreign_row {
  std::string_view tag;
  std::uint64_t bits;
};
// What safetensors has and arrays here have not.
constexpr std::array<foreign_row, 14> foreign_tags{{{"I8", 8},
                                                    {"U8", 8},
                                                    {"I16", 16},
                                                    {"U16", 16},
                                                    {"U64", 64},
                                                    {"C64", 64},
                                                    {"F8_E5M2", 8},
                                                    {"F8_E4M3", 8},
                                                    {"F8_E8M0", 8},
                                                    {"F8_E5M2FNUZ", 8},
                                                    {"F8_E4M3FNUZ", 8},
                                                    {"F6_E2M3", 6},
                                                    {"F6_E3M2", 6},
                                                    {"F4", 4}}};

std::uint64_t bits_of_tag(const std::string& tag) {
  for (const tag_row& row : tags) {
    if (row.tag == tag) return 8 * size_of(row.type);
  }
  for (const foreign_row& row : foreign_tags) {
    if (row.tag == tag) return row.bits;
  }
  throw format_error("has an array of the type " + tag);
}

// Whether an entry of this type and shape has so many bytes.
bool fills(const std::string& tag, const std::vector<std::int64_t>& shape, std::uint64_t bytes) {
  std::uint64_t bits = bits_of_tag(tag);
  for (const std::int64_t extent : shape) {
    if (__builtin_mul_overflow(bits, static_cast<std::uint64_t>(extent), &bits)) return false;
  }
  return bits % 8 == 0 && bits / 8 == bytes;
}

using placed = std::pair<std::pair<std::uint64_t, std::uint64_t>, const std::string*>;

// The entries that have data, in its order, must follow each other without gaps.
void check_cover(std::vector<placed>& places, std::uint64_t bytes) {
  std::sort(places.begin(), places.end());
  std::uint64_t next = 0;
  for (const auto& [place, name] : places) {
    if (place.first > next) throw format_error("has a gap in its data before the entry " + *name);
    if (place.first < next) throw format_error("has two entries in one place, one is " + *name);
    next = place.second;
  }
  if (next != bytes) throw format_error("has data that belongs to no entry");
}

}  // namespace

std::size_t tensor::elements() const { return bytes.size() * 8 / bits_of_tag(tag); }

leaf_form tensor::form() const {
  try {
    return {dtype_of_tag(tag), optaxx::shape(shape.begin(), shape.end())};
  } catch (const std::invalid_argument& e) {
    throw format_error("has an array that cannot be: " + std::string(e.what()));
  }
}

leaf_form tensor::checked_form() const {
  const leaf_form result = form();
  if (result.type != dtype::boolean) return result;
  const auto is_bool = [](std::byte b) { return b <= std::byte{1}; };
  if (std::all_of(bytes.begin(), bytes.end(), is_bool)) return result;
  throw format_error("has a bool that is neither 0 nor 1");
}

array tensor::as_array() const {
  const leaf_form as = checked_form();
  array a(as.type, as.shape);
  if (!bytes.empty()) std::memcpy(a.mutable_data(), bytes.data(), bytes.size());
  return a;
}

leaf_form form_of_entry(const std::string& name, const tensor& t) {
  try {
    return t.checked_form();
  } catch (const format_error& e) {
    throw format_error(std::string(e.what()) + " at " + shortened(name));
  }
}

const tensor& safetensors::at(const std::string& name) const {
  const auto entry = entries.find(name);
  if (entry == entries.end()) throw std::out_of_range("no tensor named " + name);
  return entry->second;
}

dtype dtype_of_tag(std::string_view tag) {
  for (const tag_row& row : tags) {
    if (row.tag == tag) return row.type;
  }
  throw format_error("has an array of the type " + std::string(tag));
}

std::string_view tag_of(dtype type) noexcept {
  for (const tag_row& row : tags) {
    if (row.type == type) return row.tag;
  }
  return "?";
}

safetensors parse_safetensors(std::span<const std::byte> file,
                              std::shared_ptr<const void> contents) {
  std::uint64_t header_bytes = 0;
  if (file.size() < sizeof header_bytes) throw format_error("has no header");
  std::memcpy(&header_bytes, file.data(), sizeof header_bytes);
  file = file.subspan(sizeof header_bytes);
  if (header_bytes > file.size()) throw format_error("ends within its header");
  if (header_bytes > most_header_bytes) throw format_error("has a header of more than 100 MB");
  const std::span<const std::byte> data = file.subspan(header_bytes);

  safetensors_header header = parse_header(
      {reinterpret_cast<const char*>(file.data()), static_cast<std::size_t>(header_bytes)});
  safetensors result{std::move(header.metadata), {}, std::move(contents)};
  std::vector<placed> places;
  for (auto& [name, entry] : header.entries) {
    const auto [begin, end] = entry.offsets;
    if (begin > end || end > data.size() || !fills(entry.tag, entry.shape, end - begin)) {
      throw format_error("has a bad entry " + name);
    }
    const auto added = result.entries.emplace(
        name,
        tensor{std::move(entry.tag), std::move(entry.shape), data.subspan(begin, end - begin)});
    if (begin != end) places.emplace_back(entry.offsets, &added.first->first);
  }
  check_cover(places, data.size());
  return result;
}

}  // namespace optaxx::io
