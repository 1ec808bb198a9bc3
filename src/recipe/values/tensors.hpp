#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "optaxx/core/array.hpp"
#include "recipe/values/array_allowance.hpp"
#include "recipe/values/operand.hpp"
#include "recipe/values/value.hpp"

namespace optaxx::recipes {

// Arrays of JAX with axes: each operation is one loop over all elements, correctly rounded, with
// JAX's types. All of these throw std::invalid_argument.

using allowance_of_arrays = std::shared_ptr<array_allowance>;

inline bool is_tensor(const value& v) { return v.get<tensor>() != nullptr; }
bool any_tensor(const std::vector<value>& operands);
/// An array of any kind, or one of the parameters.
bool is_array_like(const value& v);

/// An array as a value: one without axes is a jax_scalar.
value array_value(std::shared_ptr<const array> a, bool weak, const allowance_of_arrays& allowance);
/// The same, counted as memory of the run.
value array_value(array a, bool weak, const allowance_of_arrays& allowance);
/// Zeros, after a look at the allowance.
array new_array(dtype type, const shape& s, const allowance_of_arrays& allowance);

/// The same number everywhere.
array full_array(dtype type, const shape& s, double number, const allowance_of_arrays& allowance);

/// A number, or an array of any kind, as an array.
struct array_operand {
  std::shared_ptr<const array> numbers;
  bool weak;
};
array_operand array_of(const value& v, bool x64);
/// That of the first array among them that has one.
allowance_of_arrays allowance_of(const std::vector<value>& operands);

/// What an operand is without its numbers: its type, whether it is weak, its shape.
operand type_of_operand(const value& v, bool x64);
shape shape_of(const value& v);
/// The shape of what two arrays make together.
shape broadcast(const shape& a, const shape& b);
/// An array of one element as it is, any other in that shape.
std::shared_ptr<const array> broadcast_to(const std::shared_ptr<const array>& a, const shape& s);

// ---- one of them at least is a tensor

/// The operators of `binary`, maximum and minimum.
value binary_of_tensors(std::string_view op, const value& a, const value& b, bool x64);
value where_of_tensors(const value& condition, const value& a, const value& b, bool x64);
value negative_of(const tensor& t);
value cast_of(const tensor& t, dtype type, bool x64);
/// What is not 0, as an array of bools.
value truths_of(const tensor& t);

// ---- along axes

/// Which axes an argument names: an int, a tuple of ints, None for all.
std::vector<bool> chosen_axes(const value& axis, std::size_t rank);

enum class reduction { sum, mean, max, min, prod, any, all };
/// Sums of floats are the library's: over fixed blocks in double, rounded to the type.
value reduced(reduction what, const value& v, const std::vector<bool>& axes, bool keepdims,
              const std::optional<dtype>& type, bool x64);

// ---- shapes

/// With as many elements; one extent may be -1.
value reshaped(const tensor& t, std::vector<std::int64_t> extents);
value transposed(const tensor& t, const std::vector<std::size_t>& axes);

/// Some of the elements of an array: from the first axis on, an item, a range or a new axis.
class array_part {
 public:
  struct axis {
    std::int64_t extent;
    std::int64_t stride;
  };

  explicit array_part(const shape& of);
  /// Throws std::invalid_argument behind the last axis.
  void check_axis() const;
  /// Of the next axis.
  std::size_t extent() const { return static_cast<std::size_t>(shape_[axis_]); }
  /// Outside, the first or last item, as in JAX.
  void take_item(std::int64_t position);
  void take_range(std::int64_t begin, std::int64_t step, std::int64_t count);
  void add_axis() { axes_.push_back({1, 0}); }
  void keep_axis(std::size_t axis);
  void forget_the_rest() { axis_ = shape_.rank(); }

  std::vector<axis> axes() const;
  std::int64_t offset() const { return offset_; }

 private:
  shape shape_;
  std::vector<std::int64_t> strides_;
  std::size_t axis_ = 0;
  std::int64_t offset_ = 0;
  std::vector<axis> axes_;
};
value strided(const tensor& t, const array_part& part);
/// Along an axis that all of them have.
value concatenated(const std::vector<value>& parts, std::size_t axis, bool x64);

}  // namespace optaxx::recipes
