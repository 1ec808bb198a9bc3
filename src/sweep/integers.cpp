// Leaves of integers and bools, such as the counters of a batch normalization.
#include <cstdint>
#include <cstring>

#include "sweep/pass.hpp"

namespace optaxx::exec {
namespace {

// Modulo 2^n, as in JAX.
template <class Unsigned>
void add(std::byte* to, const std::byte* from, std::size_t n) noexcept {
  for (std::size_t i = 0; i < n; ++i) {
    Unsigned a;
    Unsigned b;
    std::memcpy(&a, to + i * sizeof a, sizeof a);
    std::memcpy(&b, from + i * sizeof b, sizeof b);
    a = static_cast<Unsigned>(a + b);
    std::memcpy(to + i * sizeof a, &a, sizeof a);
  }
}

void add(dtype type, std::byte* to, const std::byte* from, std::size_t n) noexcept {
  if (type == dtype::boolean) {
    for (std::size_t i = 0; i < n; ++i) to[i] |= from[i];
  } else if (size_of(type) == sizeof(std::uint64_t)) {
    add<std::uint64_t>(to, from, n);
  } else {
    add<std::uint32_t>(to, from, n);
  }
}

}  // namespace

void pass::run_integers(const leaf_class& c, std::size_t leaf, std::size_t begin,
                        std::size_t end) noexcept {
  const leaf_memory& at = memory_[leaf];
  const std::size_t offset = begin * size_of(c.type);
  const std::size_t bytes = (end - begin) * size_of(c.type);
  if (end_ == isa::finish::store) {
    if (c.clears) {
      std::memset(at.out + offset, 0, bytes);
    } else if (at.out != at.in) {
      std::memcpy(at.out + offset, at.in + offset, bytes);
    }
  } else if (end_ == isa::finish::apply && !c.clears && !c.silent) {
    add(c.type, at.p + offset, at.in + offset, end - begin);
  }
}

}  // namespace optaxx::exec
