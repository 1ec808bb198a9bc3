#include "optaxx/transforms/per_example_clip.hpp"

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "core/flush_guard.hpp"
#include "optaxx/core/astype.hpp"
#include "optaxx/core/errors.hpp"

namespace optaxx {
namespace {

// The leaves in the dtypes that they are computed in: none below float32.
std::vector<array> computed_leaves(const char* function, const tree& grads) {
  std::vector<array> leaves;
  for (std::size_t i = 0; i < grads.leaves().size(); ++i) {
    const array& a = grads.leaves()[i];
    const std::string which = std::string(function) + ": grads" + grads.structure()->accessor(i);
    if (a.shape().rank() == 0)
      throw tree_mismatch(which + " has shape (), expected an axis of examples in front");
    if (a.shape()[0] != grads.leaves()[0].shape()[0]) {
      throw tree_mismatch(which + " has " + std::to_string(a.shape()[0]) +
                          " examples, the first has " +
                          std::to_string(grads.leaves()[0].shape()[0]));
    }
    leaves.push_back(astype(a, a.dtype() == dtype::f64 ? dtype::f64 : dtype::f32));
  }
  return leaves;
}

template <class F>
auto in_type_of(const array& a, const F& f) {
  return a.dtype() == dtype::f64 ? f(a.data<double>()) : f(a.data<float>());
}

[[gnu::noinline]] double square_norm(const array& a, std::size_t example, std::size_t size) {
  return in_type_of(a, [&](const auto* x) {
    double sum = 0;
    for (std::size_t i = example * size; i < (example + 1) * size; ++i)
      sum += static_cast<double>(x[i]) * static_cast<double>(x[i]);
    return sum;
  });
}

// As jnp.minimum and jnp.nan_to_num make it.
template <class T>
T multiplier(T clip, T norm) {
  const T m = clip / norm;
  return m < T(1) ? m : T(1);  // of a NaN too
}

struct clipped {
  std::vector<double> multipliers;
  double shortened = 0;
};

[[gnu::noinline]] clipped of_examples(const std::vector<array>& leaves, double clip) {
  clipped result;
  bool wide = false;
  for (const array& a : leaves) wide = wide || a.dtype() == dtype::f64;
  const auto examples = leaves.empty() ? 0 : static_cast<std::size_t>(leaves[0].shape()[0]);
  for (std::size_t example = 0; example < examples; ++example) {
    double sum = 0;
    for (const array& a : leaves) {
      const double of_leaf = square_norm(a, example, a.size() / examples);
      if (wide) {
        sum += of_leaf;
      } else {
        sum = static_cast<double>(static_cast<float>(sum) + static_cast<float>(of_leaf));
      }
    }
    const double m = wide ? multiplier(clip, std::sqrt(sum))
                          : static_cast<double>(multiplier(static_cast<float>(clip),
                                                           std::sqrt(static_cast<float>(sum))));
    result.multipliers.push_back(m);
    if (m < 1) ++result.shortened;
  }
  return result;
}

template <class T>
[[gnu::noinline]] void add_up(const std::vector<double>& multipliers, const T* x, std::size_t size,
                              T* out) {
  std::vector<double> sums(size);
  for (std::size_t example = 0; example < multipliers.size(); ++example) {
    const double m = static_cast<double>(static_cast<T>(multipliers[example]));
    for (std::size_t i = 0; i < size; ++i)
      sums[i] += m * static_cast<double>(x[example * size + i]);
  }
  for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<T>(sums[i]);
}

array sum_of(const array& a, const clipped& c, dtype type) {
  array result(a.dtype(), shape(a.shape().begin() + 1, a.shape().end()));
  in_type_of(a, [&](const auto* x) {
    using T = std::remove_cvref_t<decltype(*x)>;
    add_up(c.multipliers, x, result.size(), result.mutable_data<T>());
    return 0;
  });
  return is_floating(type) && result.dtype() != type ? astype(result, type) : result;
}

double clip_of_leaf(const tree& grads, std::size_t leaf, double clip, bool uniform) {
  const auto of_example = [](const array& a) {
    double n = 1;
    for (std::size_t k = 1; k < a.shape().rank(); ++k) n *= static_cast<double>(a.shape()[k]);
    return n;
  };
  if (uniform) return clip * std::sqrt(1.0 / static_cast<double>(grads.leaves().size()));
  double all = 0;
  for (const array& a : grads.leaves()) all += of_example(a);
  return clip * std::sqrt(of_example(grads.leaves()[leaf]) / all);
}

array count(double n) { return array::scalar(dtype::i32, n); }

}  // namespace

std::pair<tree, tree> per_example_global_norm_clip(const tree& grads, double l2_norm_clip) {
  const std::vector<array> leaves = computed_leaves("per_example_global_norm_clip", grads);
  const flush_guard guard;
  const clipped c = of_examples(leaves, l2_norm_clip);
  std::vector<array> sums;
  for (std::size_t i = 0; i < leaves.size(); ++i)
    sums.push_back(sum_of(leaves[i], c, grads.leaves()[i].dtype()));
  return {tree(grads.structure(), std::move(sums)), tree(count(c.shortened))};
}

std::pair<tree, tree> per_example_layer_norm_clip(const tree& grads, double global_l2_norm_clip,
                                                  bool uniform) {
  const std::vector<array> leaves = computed_leaves("per_example_layer_norm_clip", grads);
  const flush_guard guard;
  std::vector<array> sums;
  std::vector<array> counts;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    std::vector<array> one;
    one.push_back(leaves[i]);
    const clipped c = of_examples(one, clip_of_leaf(grads, i, global_l2_norm_clip, uniform));
    sums.push_back(sum_of(leaves[i], c, grads.leaves()[i].dtype()));
    counts.push_back(count(c.shortened));
  }
  return {tree(grads.structure(), std::move(sums)), tree(grads.structure(), std::move(counts))};
}

}  // namespace optaxx
