#include "replay/file.hpp"

#include <zlib.h>

#include <array>
#include <cstddef>
#include <memory>
#include <vector>

#include "optaxx/core/errors.hpp"

namespace replay {
namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 32;

// zlib hands a file that is not gzipped through as it is.
std::vector<std::byte> contents(const std::filesystem::path& file) {
  const std::unique_ptr<gzFile_s, decltype(&gzclose)> in(gzopen(file.c_str(), "rb"), &gzclose);
  if (!in) throw optaxx::format_error("cannot be opened");
  std::vector<std::byte> result;
  std::array<std::byte, 1 << 16> buffer;
  int count = 0;
  while ((count = gzread(in.get(), buffer.data(), static_cast<unsigned>(buffer.size()))) > 0) {
    result.insert(result.end(), buffer.begin(), buffer.begin() + count);
    if (result.size() > most_bytes) throw optaxx::format_error("has more than 4 GiB");
  }
  if (count < 0 || gzeof(in.get()) == 0) throw optaxx::format_error("is damaged");
  return result;
}

}  // namespace

optaxx::io::safetensors read_safetensors(const std::filesystem::path& file) {
  try {
    const auto kept = std::make_shared<const std::vector<std::byte>>(contents(file));
    return optaxx::io::parse_safetensors(*kept, kept);
  } catch (const optaxx::format_error& e) {
    throw optaxx::format_error(file.string() + " " + e.what());
  }
}

}  // namespace replay
