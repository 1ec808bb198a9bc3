#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "core/flush_guard.hpp"
#include "optaxx/core/astype.hpp"
#include "optaxx/core/errors.hpp"
#include "optaxx/core/tree.hpp"

namespace optaxx {

inline tree_mismatch not_a_float(const char* function, const tree& t, std::size_t leaf) {
  return tree_mismatch(std::string(function) + ": the tree" + t.structure()->accessor(leaf) +
                       " is " + std::string(name_of(t.leaves()[leaf].dtype())) +
                       ", expected a float dtype");
}

/// Throws tree_mismatch unless the trees are alike.
inline void check_alike(const char* function, const tree& x, const tree& y) {
  if (!same_structure(x.structure(), y.structure())) {
    throw tree_mismatch(std::string(function) + ": the second tree is " + y.structure()->text() +
                        ", the first is " + x.structure()->text());
  }
  for (std::size_t i = 0; i < x.leaves().size(); ++i) {
    const array& a = x.leaves()[i];
    const array& b = y.leaves()[i];
    if (a.dtype() == b.dtype() && a.shape() == b.shape()) continue;
    throw tree_mismatch(std::string(function) + ": the second tree" + x.structure()->accessor(i) +
                        " is " + std::string(name_of(b.dtype())) + " " + b.shape().text() +
                        ", the first is " + std::string(name_of(a.dtype())) + " " +
                        a.shape().text());
  }
}

template <class T, class F, class... Pointers>
[[gnu::noinline]] void loop(const F& f, std::size_t n, T* out, const Pointers*... x) {
  for (std::size_t i = 0; i < n; ++i) out[i] = f(x[i]...);
}

/// A tree of f(element...) of one tree, or of several that are alike; f is a generic lambda, called
/// with floats or doubles under a flush_guard. Below float32 it computes in float32.
template <class F, class... Trees>
tree map_elements(const char* function, const F& f, const tree& x, const Trees&... others) {
  (check_alike(function, x, others), ...);
  std::vector<array> leaves;
  leaves.reserve(x.leaves().size());
  for (std::size_t i = 0; i < x.leaves().size(); ++i) {
    const array& a = x.leaves()[i];
    if (!is_floating(a.dtype())) throw not_a_float(function, x, i);
    if (is_narrow(a.dtype())) {
      array wide(dtype::f32, a.shape());
      {
        const flush_guard guard;
        loop(f, a.size(), wide.mutable_data<float>(), astype(a, dtype::f32).data<float>(),
             astype(others.leaves()[i], dtype::f32).template data<float>()...);
      }
      leaves.push_back(astype(wide, a.dtype()));
      continue;
    }
    array& out = leaves.emplace_back(a.dtype(), a.shape());
    const flush_guard guard;
    if (a.dtype() == dtype::f64) {
      loop(f, a.size(), out.mutable_data<double>(), a.data<double>(),
           others.leaves()[i].template data<double>()...);
    } else {
      loop(f, a.size(), out.mutable_data<float>(), a.data<float>(),
           others.leaves()[i].template data<float>()...);
    }
  }
  return {x.structure(), std::move(leaves)};
}

}  // namespace optaxx
