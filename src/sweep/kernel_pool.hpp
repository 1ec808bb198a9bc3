#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace optaxx::exec {

/// The bytes of a step's kernels, one behind the other. Those that a rollback drops keep their
/// place until the next step. Memory is kept from step to step.
class kernel_pool {
 public:
  void forget() noexcept { used_ = 0; }
  const std::byte* data() const noexcept { return bytes_.data(); }

  /// Returns where they are. Kernels of further leaves lie right behind those of the first.
  std::uint32_t keep(const void* bytes, std::size_t size) {
    used_ = (used_ + alignment - 1) / alignment * alignment;
    return keep_behind(bytes, size);
  }
  std::uint32_t keep_behind(const void* bytes, std::size_t size) {
    const std::size_t at = used_;
    used_ += size;
    if (used_ > bytes_.size()) make_room();
    std::byte* const to = bytes_.data() + at;
    const std::byte* const from = static_cast<const std::byte*>(bytes);
    std::size_t done = 0;
    // Numbers have just been written one by one: the processor would wait to read several at once,
    // as memcpy does, and the compiler must not make it one.
    for (; done + sizeof(std::uint64_t) <= size; done += sizeof(std::uint64_t)) {
      std::uint64_t number;
      std::memcpy(&number, from + done, sizeof number);
      asm("" : "+r"(number));
      std::memcpy(to + done, &number, sizeof number);
    }
    if (done < size) std::memcpy(to + done, from + done, size - done);
    return static_cast<std::uint32_t>(at);
  }

 private:
  static constexpr std::size_t alignment = 16;

  void make_room();

  std::vector<std::byte> bytes_;  // and room for more
  std::size_t used_ = 0;
};

}  // namespace optaxx::exec
