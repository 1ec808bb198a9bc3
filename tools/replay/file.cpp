#include "replay/file.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

#include "io/mapped_file.hpp"
#include "io/safetensors_header.hpp"
#include "optaxx/core/errors.hpp"

namespace replay {
namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 32;

using optaxx::io::mapped_file;

bool is_gzipped(std::span<const std::byte> bytes) {
  return bytes.size() >= 2 && bytes[0] == std::byte{0x1f} && bytes[1] == std::byte{0x8b};
}

// Reads on until there are so many bytes, or the file ends.
void read_on(gzFile in, std::size_t until, std::vector<std::byte>& bytes) {
  std::array<std::byte, 1 << 16> buffer;
  if (until > most_bytes) throw optaxx::format_error("has more than 4 GiB");
  while (bytes.size() < until) {
    const std::size_t next = std::min(buffer.size(), until - bytes.size());
    const int count = gzread(in, buffer.data(), static_cast<unsigned>(next));
    if (count <= 0) return;
    bytes.insert(bytes.end(), buffer.begin(), buffer.begin() + count);
  }
}

// No more of it than a file of its header has, and one byte to tell that there is more.
mapped_file unzipped(const std::filesystem::path& file) {
  const std::unique_ptr<gzFile_s, decltype(&gzclose)> in(gzopen(file.c_str(), "rb"), &gzclose);
  if (!in) throw optaxx::format_error("cannot be opened");
  auto result = std::make_shared<std::vector<std::byte>>();
  std::uint64_t size = 0;
  read_on(in.get(), sizeof size, *result);
  if (result->size() == sizeof size) {
    std::memcpy(&size, result->data(), sizeof size);
    if (size > optaxx::io::most_header_bytes)
      throw optaxx::format_error("has a header of more than 100 MB");
    read_on(in.get(), sizeof size + size, *result);
    std::uint64_t data = 0;
    if (result->size() == sizeof size + size) {
      const auto* const text = reinterpret_cast<const char*>(result->data()) + sizeof size;
      for (const auto& item : optaxx::io::parse_header({text, size}).entries)
        data = std::max(data, item.second.offsets.second);
      if (data > most_bytes) throw optaxx::format_error("has more than 4 GiB");
      read_on(in.get(), sizeof size + size + data + 1, *result);
    }
  }
  int error = Z_OK;
  gzerror(in.get(), &error);
  if (error != Z_OK) throw optaxx::format_error("is damaged");
  return {*result, result};
}

}  // namespace

optaxx::io::safetensors read_safetensors(const std::filesystem::path& file) {
  try {
    mapped_file contents = optaxx::io::map_file(file);
    if (is_gzipped(contents.bytes)) contents = unzipped(file);
    return optaxx::io::parse_safetensors(contents.bytes, std::move(contents.owner));
  } catch (const std::bad_alloc&) {
    throw optaxx::format_error(file.string() + " needs more memory than there is");
  } catch (const std::runtime_error& e) {  // of the file or of its format
    throw optaxx::format_error(file.string() + " " + e.what());
  }
}

}  // namespace replay
