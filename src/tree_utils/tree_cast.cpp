#include "optaxx/tree_utils/tree_cast.hpp"

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/element.hpp"
#include "core/flush_guard.hpp"
#include "optaxx/core/astype.hpp"
#include "tree_utils/leaf_loops.hpp"

namespace optaxx {
namespace {

void expect_float(const char* function, dtype type) {
  if (is_floating(type)) return;
  throw std::invalid_argument(std::string(function) + ": makes floats, not " +
                              std::string(name_of(type)));
}

array cast(const char* function, const tree& t, std::size_t leaf, dtype type) {
  const array& a = t.leaves()[leaf];
  if (a.dtype() == type) return astype(a, type);
  if (!is_floating(a.dtype())) throw not_a_float(function, t, leaf);
  expect_float(function, type);
  return astype(a, type);
}

dtype wider(dtype a, dtype b, mixed_dtypes handler) {
  if (a == b) return a;
  if (size_of(a) == size_of(b)) {
    if (handler == mixed_dtypes::promote) return dtype::f32;
    throw tree_mismatch("tree_dtype: neither of " + std::string(name_of(a)) + " and " +
                        std::string(name_of(b)) + " is the wider one");
  }
  return (size_of(a) > size_of(b)) != (handler == mixed_dtypes::lowest) ? a : b;
}

tree full_like(const char* function, const tree& t, double fill_value, std::optional<dtype> type) {
  std::vector<array> leaves;
  leaves.reserve(t.leaves().size());
  for (const array& a : t.leaves()) {
    array& filled = leaves.emplace_back(type.value_or(a.dtype()), a.shape());
    expect_float(function, filled.dtype());
    const flush_guard guard;
    for (std::size_t i = 0; i < a.size(); ++i)
      detail::store_element(filled.dtype(), filled.mutable_data(), i, fill_value);
  }
  return {t.structure(), std::move(leaves)};
}

}  // namespace

tree tree_full_like(const tree& t, double fill_value, std::optional<dtype> type) {
  return full_like("tree_full_like", t, fill_value, type);
}

tree tree_ones_like(const tree& t, std::optional<dtype> type) {
  return full_like("tree_ones_like", t, 1.0, type);
}

tree tree_zeros_like(const tree& t, std::optional<dtype> type) {
  std::vector<array> leaves;
  leaves.reserve(t.leaves().size());
  for (const array& a : t.leaves()) leaves.emplace_back(type.value_or(a.dtype()), a.shape());
  return {t.structure(), std::move(leaves)};
}

tree tree_cast(const tree& t, std::optional<dtype> type) {
  if (!type) return packed(t);
  std::vector<array> leaves;
  leaves.reserve(t.leaves().size());
  for (std::size_t i = 0; i < t.leaves().size(); ++i)
    leaves.push_back(cast("tree_cast", t, i, *type));
  return {t.structure(), std::move(leaves)};
}

tree tree_cast_like(const tree& t, const tree& other) {
  if (!same_structure(t.structure(), other.structure())) {
    throw tree_mismatch("tree_cast_like: the second tree is " + other.structure()->text() +
                        ", the first is " + t.structure()->text());
  }
  std::vector<array> leaves;
  leaves.reserve(t.leaves().size());
  for (std::size_t i = 0; i < t.leaves().size(); ++i)
    leaves.push_back(cast("tree_cast_like", t, i, other.leaves()[i].dtype()));
  return {t.structure(), std::move(leaves)};
}

dtype tree_dtype(const tree& t, mixed_dtypes handler) {
  if (t.leaves().empty()) return dtype::f32;
  dtype result = t.leaves()[0].dtype();
  for (std::size_t i = 0; i < t.leaves().size(); ++i) {
    const dtype type = t.leaves()[i].dtype();
    if (!is_floating(type)) throw not_a_float("tree_dtype", t, i);
    if (handler != mixed_dtypes::refuse) {
      result = wider(result, type, handler);
    } else if (type != result) {
      throw tree_mismatch("tree_dtype: the tree" + t.structure()->accessor(i) + " is " +
                          std::string(name_of(type)) + ", the first leaf is " +
                          std::string(name_of(result)));
    }
  }
  return result;
}

}  // namespace optaxx
