#include "replay/file.hpp"

#include <zlib.h>

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

#include "io/mapped_file.hpp"
#include "optaxx/core/errors.hpp"

namespace replay {
namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 32;

using optaxx::io::mapped_file;

bool is_gzipped(std::span<const std::byte> bytes) {
  return bytes.size() >= 2 && bytes[0] == std::byte{0x1f} && bytes[1] == std::byte{0x8b};
}

mapped_file unzipped(const std::filesystem::path& file) {
  const std::unique_ptr<gzFile_s, decltype(&gzclose)> in(gzopen(file.c_str(), "rb"), &gzclose);
  if (!in) throw optaxx::format_error("cannot be opened");
  auto result = std::make_shared<std::vector<std::byte>>();
  std::array<std::byte, 1 << 16> buffer;
  int count = 0;
  while ((count = gzread(in.get(), buffer.data(), static_cast<unsigned>(buffer.size()))) > 0) {
    result->insert(result->end(), buffer.begin(), buffer.begin() + count);
    if (result->size() > most_bytes) throw optaxx::format_error("has more than 4 GiB");
  }
  if (count < 0 || gzeof(in.get()) == 0) throw optaxx::format_error("is damaged");
  return {*result, result};
}

}  // namespace

optaxx::io::safetensors read_safetensors(const std::filesystem::path& file) {
  try {
    mapped_file contents = optaxx::io::map_file(file);
    if (is_gzipped(contents.bytes)) contents = unzipped(file);
    return optaxx::io::parse_safetensors(contents.bytes, std::move(contents.owner));
  } catch (const std::runtime_error& e) {  // of the file or of its format
    throw optaxx::format_error(file.string() + " " + e.what());
  }
}

}  // namespace replay
