#include "support/memory.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace support {
namespace {

using namespace optaxx;

constexpr std::size_t line = 64;
constexpr std::byte sentinel{0xa5};

std::size_t rounded_up(std::size_t n) { return (n + line - 1) / line * line; }

}  // namespace

guarded_memory::guarded_memory(std::span<const array> originals) {
  std::size_t bytes = 2 * line;
  for (const array& a : originals) bytes += rounded_up(a.bytes()) + 3 * line;
  bytes_.assign(bytes, sentinel);
  std::size_t at = line - reinterpret_cast<std::uintptr_t>(bytes_.data()) % line;
  for (const array& a : originals) {
    at += line;
    const std::size_t begin = at + size_of(a.dtype());
    places_.push_back({begin, begin + a.bytes(), a.dtype(), a.shape()});
    if (a.bytes() != 0) std::memcpy(bytes_.data() + begin, a.data(), a.bytes());
    at += rounded_up(size_of(a.dtype()) + a.bytes());
  }
}

std::vector<array> guarded_memory::views() {
  std::vector<array> result;
  for (const place& p : places_) {
    result.push_back(array::view(bytes_.data() + p.begin, p.type, p.extents, true));
  }
  return result;
}

bool guarded_memory::intact() const {
  std::size_t at = 0;
  const auto untouched = [this](std::size_t first, std::size_t last) {
    return std::all_of(bytes_.begin() + static_cast<std::ptrdiff_t>(first),
                       bytes_.begin() + static_cast<std::ptrdiff_t>(last),
                       [](std::byte b) { return b == sentinel; });
  };
  for (const place& p : places_) {
    if (!untouched(at, p.begin)) return false;
    at = p.end;
  }
  return untouched(at, bytes_.size());
}

}  // namespace support
