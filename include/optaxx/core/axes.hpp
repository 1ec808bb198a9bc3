#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "optaxx/core/array.hpp"

namespace optaxx {

/// One axis or several of an array; a negative one counts from the last, -1.
class axes {
 public:
  template <std::integral Int>
  axes(Int axis) : axes({static_cast<std::int64_t>(axis)}, true) {}
  axes(std::initializer_list<std::int64_t> several) : axes(std::vector(several)) {}
  explicit axes(std::vector<std::int64_t> several) : axes(std::move(several), false) {}

  /// For each axis of the shape, whether it is one of these. Throws std::invalid_argument, naming
  /// the function, if an axis does not exist or is named twice.
  std::vector<bool> of(const shape& s, std::string_view function) const;
  /// Python's spelling: "0", "(0, 1)".
  std::string text() const;

 private:
  axes(std::vector<std::int64_t> several, bool one) : axes_(std::move(several)), one_(one) {}

  std::vector<std::int64_t> axes_;
  bool one_;
};

std::string option_text(const axes& value);

}  // namespace optaxx
