#include "recipe/values/tensors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "core/element.hpp"
#include "optaxx/core/astype.hpp"
#include "recipe/values/arrays.hpp"
#include "recipe/values/repr.hpp"

namespace optaxx::recipes {

void array_allowance::hold(std::uint64_t bytes) {
  if ((bytes_ += bytes) <= most_bytes_) return;
  bytes_ -= bytes;
  throw std::invalid_argument("the arrays need more memory than a recipe may take");
}

void array_allowance::compute(std::uint64_t elements) {
  if ((elements_ += elements) > most_elements_)
    throw std::invalid_argument("this takes more work with arrays than a recipe may");
}

namespace {

bool fits_a_scalar(dtype type) { return type != dtype::u32; }

// Counts as memory as long as anything refers to it.
std::shared_ptr<const array> counted(array a, const allowance_of_arrays& allowance) {
  const std::uint64_t bytes = a.bytes();
  allowance->hold(bytes);
  return {new array(std::move(a)), [allowance, bytes](const array* p) {
            allowance->release(bytes);
            delete p;
          }};
}

array array_of_items(const number_array& a, bool x64) {
  std::vector<operand> items;
  for (std::size_t i = 0; i < a.items->size(); ++i)
    items.push_back(operand_of(number_at({a.items, true}, i, x64), x64));
  array result(items[0].type, {static_cast<std::int64_t>(items.size())});
  for (std::size_t i = 0; i < items.size(); ++i)
    detail::store_element(result.dtype(), result.mutable_data(), i, items[i].value);
  return result;
}

}  // namespace

bool any_tensor(const std::vector<value>& operands) {
  return std::any_of(operands.begin(), operands.end(), is_tensor);
}

bool is_array_like(const value& v) {
  return is_tensor(v) || is_array(v) || v.get<jax_scalar>() != nullptr ||
         v.get<array_info>() != nullptr;
}

value array_value(std::shared_ptr<const array> a, bool weak, const allowance_of_arrays& allowance) {
  if (a->shape().rank() == 0 && fits_a_scalar(a->dtype()))
    return jax_scalar{a->item(), a->dtype(), weak};
  return tensor{std::move(a), allowance, weak};
}
value array_value(array a, bool weak, const allowance_of_arrays& allowance) {
  if (a.shape().rank() == 0 && fits_a_scalar(a.dtype()))
    return jax_scalar{a.item(), a.dtype(), weak};
  return tensor{counted(std::move(a), allowance), allowance, weak};
}

array new_array(dtype type, const shape& s, const allowance_of_arrays& allowance) {
  double bytes = static_cast<double>(size_of(type));
  for (const std::int64_t extent : s) {
    if (extent < 0) throw std::invalid_argument("an array has no shape " + s.text());
    bytes *= static_cast<double>(extent);
  }
  if (bytes > 1e15) throw std::invalid_argument("an array of shape " + s.text() + " is too large");
  // What is held is counted when it becomes a value; here it must only fit.
  allowance->hold(static_cast<std::uint64_t>(bytes));
  allowance->release(static_cast<std::uint64_t>(bytes));
  allowance->compute(s.elements());
  return {type, s};
}

array full_array(dtype type, const shape& s, double number, const allowance_of_arrays& allowance) {
  array result = new_array(type, s, allowance);
  if (result.size() == 0) return result;
  detail::store_element(type, result.mutable_data(), 0, number);
  const std::size_t width = size_of(type);
  auto* const bytes = static_cast<unsigned char*>(result.mutable_data());
  for (std::size_t i = 1; i < result.size(); ++i) std::copy_n(bytes, width, bytes + i * width);
  return result;
}

array_operand array_of(const value& v, bool x64) {
  if (const auto* t = v.get<tensor>()) return {t->numbers, t->weak};
  if (const auto* a = v.get<number_array>())
    return {std::make_shared<const array>(array_of_items(*a, x64)), false};
  const operand o = operand_of(v, x64);
  return {std::make_shared<const array>(array::scalar(o.type, o.value)), o.weak};
}

allowance_of_arrays allowance_of(const std::vector<value>& operands) {
  for (const value& v : operands) {
    if (const auto* t = v.get<tensor>()) return t->allowance;
  }
  return std::make_shared<array_allowance>(0);
}

operand type_of_operand(const value& v, bool x64) {
  const auto* t = v.get<tensor>();
  if (t == nullptr) {
    if (const auto* a = v.get<number_array>()) return {0, type_of({a->items, true}, x64), false};
    return operand_of(v, x64);
  }
  if (t->numbers->dtype() == dtype::u32)
    throw std::invalid_argument("numbers of type uint32 are not known here");
  return {0, t->numbers->dtype(), t->weak};
}

shape shape_of(const value& v) {
  if (const auto* t = v.get<tensor>()) return t->numbers->shape();
  if (const auto* a = v.get<number_array>()) return {static_cast<std::int64_t>(a->items->size())};
  return {};
}

shape broadcast(const shape& a, const shape& b) {
  const std::size_t rank = std::max(a.rank(), b.rank());
  std::vector<std::int64_t> extents(rank);
  for (std::size_t i = 0; i < rank; ++i) {
    const std::int64_t x = i + a.rank() < rank ? 1 : a[i + a.rank() - rank];
    const std::int64_t y = i + b.rank() < rank ? 1 : b[i + b.rank() - rank];
    if (x != y && x != 1 && y != 1) {
      throw std::invalid_argument("arrays of shape " + a.text() + " and " + b.text() +
                                  " do not go together");
    }
    extents[i] = x == 1 ? y : x;
  }
  return {extents.begin(), extents.end()};
}

std::shared_ptr<const array> broadcast_to(const std::shared_ptr<const array>& a, const shape& s) {
  if (a->size() == 1 || a->shape() == s) return a;
  array result(a->dtype(), s);
  const std::size_t width = size_of(a->dtype());
  const auto* from = static_cast<const unsigned char*>(a->data());
  auto* to = static_cast<unsigned char*>(result.mutable_data());
  // How far the next element along each axis is, in `a`.
  std::vector<std::size_t> strides(s.rank(), 0);
  std::size_t stride = 1;
  for (std::size_t axis = a->shape().rank(); axis-- > 0;) {
    const std::int64_t extent = a->shape()[axis];
    if (extent != 1) strides[axis + s.rank() - a->shape().rank()] = stride;
    stride *= static_cast<std::size_t>(extent);
  }
  std::vector<std::int64_t> index(s.rank(), 0);
  std::size_t at = 0;
  for (std::size_t i = 0; i < result.size(); ++i) {
    std::copy_n(from + at * width, width, to + i * width);
    for (std::size_t axis = s.rank(); axis-- > 0;) {
      at += strides[axis];
      if (++index[axis] != s[axis]) break;
      at -= strides[axis] * static_cast<std::size_t>(s[axis]);
      index[axis] = 0;
    }
  }
  return std::make_shared<const array>(std::move(result));
}

value cast_of(const tensor& t, dtype type, bool x64) {
  if (type == dtype::i64 && !x64) type = dtype::i32;
  if (type == dtype::f64 && !x64) type = dtype::f32;
  if (t.numbers->dtype() == type) return tensor{t.numbers, t.allowance, false};
  if (type == dtype::boolean) return truths_of(t);
  t.allowance->compute(t.numbers->size());
  return array_value(astype(*t.numbers, type), false, t.allowance);
}

std::vector<bool> chosen_axes(const value& axis, std::size_t rank) {
  if (axis.get<none_t>() != nullptr) return std::vector<bool>(rank, true);
  std::vector<bool> chosen(rank, false);
  const auto choose = [&](const value& v) {
    const auto* i = v.get<std::int64_t>();
    if (i == nullptr) throw std::invalid_argument("an axis is an int, got " + described(v));
    const auto n = static_cast<std::int64_t>(rank);
    if (*i < -n || *i >= n)
      throw std::invalid_argument(fmt::format("there are {} axes, and no axis {}", rank, *i));
    chosen[static_cast<std::size_t>(*i < 0 ? *i + n : *i)] = true;
  };
  const auto* several = axis.get<sequence>();
  if (several == nullptr) {
    choose(axis);
  } else {
    for (const value& v : several->items()) choose(v);
  }
  return chosen;
}

}  // namespace optaxx::recipes
