// The same numbers in other shapes.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "optaxx/core/astype.hpp"
#include "recipe/values/tensors.hpp"

namespace optaxx::recipes {
namespace {

const unsigned char* bytes_of(const array& a) {
  return static_cast<const unsigned char*>(a.data());
}
unsigned char* bytes_of(array& a) { return static_cast<unsigned char*>(a.mutable_data()); }

}  // namespace

value reshaped(const tensor& t, std::vector<std::int64_t> extents) {
  const array& a = *t.numbers;
  const auto open = std::find(extents.begin(), extents.end(), -1);
  if (open != extents.end()) {
    *open = 1;
    const auto others = static_cast<std::int64_t>(shape(extents.begin(), extents.end()).elements());
    *open = others == 0 ? 0 : static_cast<std::int64_t>(a.size()) / others;
  }
  const bool negative =
      std::any_of(extents.begin(), extents.end(), [](std::int64_t e) { return e < 0; });
  const shape s(extents.begin(), extents.end());
  if (negative || s.elements() != a.size()) {
    throw std::invalid_argument(
        fmt::format("an array of shape {} has no shape {}", a.shape().text(), s.text()));
  }
  // The same memory, which the owner keeps.
  void* const data = const_cast<void*>(a.data());
  const auto owner = std::const_pointer_cast<array>(t.numbers);
  array view(std::shared_ptr<void>(owner, data), data, a.dtype(), s);
  return array_value(std::make_shared<const array>(std::move(view)), t.weak, t.allowance);
}

array_part::array_part(const shape& of) : shape_(of) {
  std::int64_t stride = 1;
  strides_.resize(of.rank());
  for (std::size_t axis = of.rank(); axis-- > 0;) {
    strides_[axis] = stride;
    stride *= of[axis];
  }
}

void array_part::check_axis() const {
  if (axis_ == shape_.rank())
    throw std::invalid_argument("an array of shape " + shape_.text() + " has no further axis");
}

void array_part::take_item(std::int64_t position) {
  check_axis();
  const std::int64_t extent = shape_[axis_];
  if (extent == 0) throw std::invalid_argument("an item of an empty array");
  const std::int64_t i = position < 0 ? position + extent : position;
  offset_ += std::clamp<std::int64_t>(i, 0, extent - 1) * strides_[axis_++];
}

void array_part::take_range(std::int64_t begin, std::int64_t step, std::int64_t count) {
  if (count != 0) offset_ += begin * strides_[axis_];
  axes_.push_back({count, step * strides_[axis_++]});
}

void array_part::keep_axis(std::size_t axis) { axes_.push_back({shape_[axis], strides_[axis]}); }

std::vector<array_part::axis> array_part::axes() const {
  std::vector<axis> all = axes_;
  for (std::size_t i = axis_; i < shape_.rank(); ++i) all.push_back({shape_[i], strides_[i]});
  return all;
}

value strided(const tensor& t, const array_part& part) {
  const array& a = *t.numbers;
  const std::vector<array_part::axis> axes = part.axes();
  std::vector<std::int64_t> extents;
  for (const array_part::axis& x : axes) extents.push_back(x.extent);
  array result = new_array(a.dtype(), {extents.begin(), extents.end()}, t.allowance);
  const std::size_t width = size_of(a.dtype());
  std::vector<std::int64_t> index(axes.size(), 0);
  std::int64_t at = part.offset();
  for (std::size_t i = 0; i < result.size(); ++i) {
    std::copy_n(bytes_of(a) + static_cast<std::size_t>(at) * width, width,
                bytes_of(result) + i * width);
    for (std::size_t k = axes.size(); k-- > 0;) {
      at += axes[k].stride;
      if (++index[k] != axes[k].extent) break;
      at -= axes[k].stride * axes[k].extent;
      index[k] = 0;
    }
  }
  return array_value(std::move(result), t.weak, t.allowance);
}

value transposed(const tensor& t, const std::vector<std::size_t>& axes) {
  array_part part(t.numbers->shape());
  for (const std::size_t axis : axes) part.keep_axis(axis);
  part.forget_the_rest();
  return strided(t, part);
}

value concatenated(const std::vector<value>& parts, std::size_t axis, bool x64) {
  const allowance_of_arrays allowance = allowance_of(parts);
  operand type = type_of_operand(parts.front(), x64);
  for (const value& part : parts) type = joint(type, type_of_operand(part, x64), x64);
  const shape first = shape_of(parts.front());
  if (axis >= first.rank()) throw std::invalid_argument("arrays without axes are put together");
  std::vector<std::int64_t> extents(first.begin(), first.end());
  extents[axis] = 0;
  for (const value& part : parts) {
    const shape s = shape_of(part);
    std::vector<std::int64_t> others(s.begin(), s.end());
    if (others.size() == extents.size()) {
      extents[axis] += others[axis];
      others[axis] = extents[axis];
    }
    if (others != extents) {
      throw std::invalid_argument("arrays of shape " + first.text() + " and " + s.text() +
                                  " do not go together along an axis");
    }
  }
  array result = new_array(type.type, {extents.begin(), extents.end()}, allowance);
  const auto outer = static_cast<std::size_t>(
      std::accumulate(extents.begin(), extents.begin() + static_cast<long>(axis), std::int64_t{1},
                      std::multiplies<>()));
  const std::size_t row = outer == 0 ? 0 : result.bytes() / outer;
  std::size_t offset = 0;
  for (const value& part : parts) {
    const array a = astype(*array_of(part, x64).numbers, type.type);
    const std::size_t bytes = outer == 0 ? 0 : a.bytes() / outer;
    for (std::size_t i = 0; i < outer; ++i)
      std::copy_n(bytes_of(a) + i * bytes, bytes, bytes_of(result) + i * row + offset);
    offset += bytes;
  }
  return array_value(std::move(result), false, allowance);
}

}  // namespace optaxx::recipes
