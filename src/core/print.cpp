#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/decimal.hpp"
#include "core/element.hpp"
#include "core/flush_guard.hpp"
#include "optaxx/core/tree.hpp"

namespace optaxx {
namespace {

constexpr std::size_t shown_in_full = 1000;
constexpr std::int64_t edge_items = 3;
constexpr std::size_t line_width = 75;
constexpr std::size_t significant_digits = 8;

struct element {
  std::string text = {};
  double value = 0;                            // of a float
  std::optional<detail::decimal> digits = {};  // of a finite float; the text depends on the others
};

template <class T>
T load(const array& a, std::size_t i) {
  return static_cast<const T*>(a.data())[i];
}

detail::decimal digits_of(const array& a, std::size_t i, double value) {
  switch (a.dtype()) {
    case dtype::bf16:
      return detail::shortest_bf16(load<std::uint16_t>(a, i));
    case dtype::f16:
      return detail::shortest_f16(load<std::uint16_t>(a, i));
    case dtype::f64:
      return detail::shortest(value);
    default:
      return detail::shortest(static_cast<float>(value));
  }
}

element float_element(const array& a, std::size_t i, double value) {
  if (std::isnan(value)) return {"nan"};
  if (std::isinf(value)) return {value > 0 ? "inf" : "-inf"};
  detail::decimal digits = digits_of(a, i, value);
  if (digits.digits.size() > significant_digits) {
    digits = detail::rounded(value, significant_digits);
  }
  return {digits.python(), value, digits};
}

element element_at(const array& a, std::size_t i) {
  switch (a.dtype()) {
    case dtype::i32:
      return {std::to_string(load<std::int32_t>(a, i))};
    case dtype::i64:
      return {std::to_string(load<std::int64_t>(a, i))};
    case dtype::u32:
      return {std::to_string(load<std::uint32_t>(a, i))};
    case dtype::boolean:
      return {load<bool>(a, i) ? "True" : "False"};
    default:
      return float_element(a, i, detail::load_element(a.dtype(), a.data(), i));
  }
}

// NumPy's rule: where the numbers differ much, or are very large or small.
bool needs_exponents(const std::vector<element>& elements) {
  double largest = 0;
  double smallest = std::numeric_limits<double>::infinity();
  for (const element& e : elements) {
    if (!e.digits || e.value == 0) continue;
    largest = std::max(largest, std::abs(e.value));
    smallest = std::min(smallest, std::abs(e.value));
  }
  return largest != 0 && (largest >= 1e8 || smallest < 1e-4 || largest / smallest > 1000);
}

void align_with_exponents(std::vector<element>& elements) {
  std::size_t fraction = 0;
  for (const element& e : elements) {
    if (e.digits) fraction = std::max(fraction, e.digits->digits.size() - 1);
  }
  for (element& e : elements) {
    if (!e.digits) continue;
    e.text = e.digits->scientific(fraction);
    if (fraction == 0) e.text.insert(e.text.find('e'), ".");
  }
}

void align_points(std::vector<element>& elements) {
  const auto fraction_of = [](const element& e) { return e.text.size() - 1 - e.text.find('.'); };
  std::size_t fraction = 0;
  for (element& e : elements) {
    if (!e.digits) continue;
    e.text = e.digits->fixed();
    fraction = std::max(fraction, fraction_of(e));
  }
  for (element& e : elements) {
    if (e.digits) e.text.append(fraction - fraction_of(e), ' ');
  }
}

void align_right(std::vector<element>& elements) {
  std::size_t width = 0;
  for (const element& e : elements) width = std::max(width, e.text.size());
  for (element& e : elements) e.text.insert(0, width - e.text.size(), ' ');
}

class array_writer {
 public:
  explicit array_writer(const array& a) : array_(a), summarised_(a.size() > shown_in_full) {}

  std::string write() {
    collect(0, 0);
    needs_exponents(elements_) ? align_with_exponents(elements_) : align_points(elements_);
    align_right(elements_);
    write_axis(0);
    return std::move(text_);
  }

 private:
  bool shortened(std::size_t axis) const {
    return summarised_ && array_.shape()[axis] > 2 * edge_items;
  }

  template <class Visit>
  void for_shown(std::size_t axis, Visit visit) const {
    const std::int64_t extent = array_.shape()[axis];
    for (std::int64_t i = 0; i < extent; ++i) {
      if (shortened(axis) && i == edge_items) i = extent - edge_items;
      visit(i);
    }
  }

  void collect(std::size_t axis, std::size_t first) {
    if (axis == array_.shape().rank()) {
      elements_.push_back(element_at(array_, first));
      return;
    }
    std::size_t stride = 1;
    for (std::size_t a = axis + 1; a < array_.shape().rank(); ++a) {
      stride *= static_cast<std::size_t>(array_.shape()[a]);
    }
    for_shown(axis, [&](std::int64_t i) {
      collect(axis + 1, first + static_cast<std::size_t>(i) * stride);
    });
  }

  void write_axis(std::size_t axis) {
    text_ += '[';
    if (axis + 1 == array_.shape().rank()) {
      write_row(axis);
    } else {
      const std::string line_break =
          std::string(array_.shape().rank() - 1 - axis, '\n') + std::string(axis + 1, ' ');
      for_shown(axis, [&](std::int64_t i) {
        if (i != 0) text_ += line_break;
        if (shortened(axis) && i == array_.shape()[axis] - edge_items) text_ += "..." + line_break;
        write_axis(axis + 1);
      });
    }
    text_ += ']';
  }

  void write_row(std::size_t axis) {
    std::size_t column = axis + 1;
    const auto word = [&](const std::string& w) {
      if (column > axis + 1) {
        const bool full = column + 1 + w.size() + axis + 1 > line_width;
        if (full) text_.erase(text_.find_last_not_of(' ') + 1);
        text_ += full ? "\n" + std::string(axis + 1, ' ') : " ";
        column = full ? axis + 1 : column + 1;
      }
      text_ += w;
      column += w.size();
    };
    for_shown(axis, [&](std::int64_t i) {
      if (shortened(axis) && i == array_.shape()[axis] - edge_items) word("...");
      word(elements_[next_++].text);
    });
  }

  const array& array_;
  bool summarised_;
  std::vector<element> elements_;
  std::size_t next_ = 0;
  std::string text_;
};

}  // namespace

std::string to_string(const array& a) {
  if (a.size() == 0) return "[]";
  return detail::unflushed(
      [&] { return a.shape().rank() == 0 ? element_at(a, 0).text : array_writer(a).write(); });
}

}  // namespace optaxx
