#include "optaxx/core/axes.hpp"

#include <stdexcept>

namespace optaxx {

std::vector<bool> axes::of(const shape& s, std::string_view function) const {
  const auto rank = static_cast<std::int64_t>(s.rank());
  std::vector<bool> chosen(s.rank(), false);
  for (const std::int64_t axis : axes_) {
    const std::int64_t from_first = axis < 0 ? axis + rank : axis;
    if (from_first < 0 || from_first >= rank || chosen[static_cast<std::size_t>(from_first)]) {
      throw std::invalid_argument(std::string(function) + ": axis " + text() +
                                  " does not fit an array of shape " + s.text());
    }
    chosen[static_cast<std::size_t>(from_first)] = true;
  }
  return chosen;
}

std::string axes::text() const {
  if (one_) return std::to_string(axes_.front());
  std::string text;
  for (const std::int64_t axis : axes_) text += (text.empty() ? "" : ", ") + std::to_string(axis);
  return "(" + text + (axes_.size() == 1 ? ",)" : ")");
}

std::string option_text(const axes& value) { return value.text(); }

}  // namespace optaxx
