#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <variant>

namespace optaxx::recipes {

/// What the values of this thread take, and may take at most: all that there are, in whatever
/// container, as they are made and destroyed.
struct value_memory {
  std::int64_t bytes = 0;  ///< Negative where others' values were destroyed.
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
  std::uint32_t at = 0;  ///< Where the text is now, for faults.

  static value_memory& of_thread() noexcept { return here; }
  /// Throws fault.
  [[noreturn]] void refuse() const;

 private:
  static thread_local value_memory here;
};
inline thread_local constinit value_memory value_memory::here{};

/// The part of one value.
class counted_bytes {
 public:
  template <class Data>
  explicit counted_bytes(const Data& data) : bytes_(bytes_of(data)) {
    value_memory& all = value_memory::of_thread();
    if (all.bytes + bytes_ > all.most) [[unlikely]]
      all.refuse();
    all.bytes += bytes_;
  }
  counted_bytes(counted_bytes&& other) noexcept : bytes_(other.bytes_) {
    other.bytes_ = itself;
    value_memory::of_thread().bytes += itself;
  }
  counted_bytes& operator=(counted_bytes&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~counted_bytes() { value_memory::of_thread().bytes -= bytes_; }

  static constexpr std::int64_t itself = 160;  ///< A value without letters.

 private:
  template <class Data>
  static std::int64_t bytes_of(const Data& data) {
    const auto* text = std::get_if<std::string>(&data);
    return itself + (text == nullptr ? 0 : static_cast<std::int64_t>(text->capacity()));
  }

  std::int64_t bytes_;
};

}  // namespace optaxx::recipes
