#include "optaxx/transforms/scale_by_sm3.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "core/element.hpp"
#include "core/flush_guard.hpp"

namespace optaxx {
namespace {

using structure_ptr = std::shared_ptr<const tree_structure>;

// NaN comes through. Both without branches: loops of them become vectors.
template <class T>
T larger(T a, T b) {
  return (static_cast<int>(a < b) | static_cast<int>(b != b)) != 0 ? b : a;
}
template <class T>
T smaller(T a, T b) {
  return (static_cast<int>(b < a) | static_cast<int>(b != b)) != 0 ? b : a;
}

// How many sums an array keeps apart: one without axes has one.
std::size_t lists_of(const array& a) { return std::max<std::size_t>(a.shape().rank(), 1); }

// A list of arrays in the place of each leaf, one of each of its axes.
structure_ptr with_lists(const structure_ptr& params, std::uint32_t node,
                         std::span<const array> leaves) {
  const auto& n = (*params)[node];
  std::vector<std::pair<key, structure_ptr>> children;
  if (n.kind == node_kind::leaf) {
    for (std::size_t axis = 0; axis < lists_of(leaves[n.first_leaf]); ++axis)
      children.emplace_back(key(axis), tree_structure::of_leaf());
    return tree_structure::of(node_kind::list, "", children);
  }
  if (n.leaves == 0) return tree_structure::part(params, node);
  for (const std::uint32_t child : params->children_of(node))
    children.emplace_back((*params)[child].name, with_lists(params, child, leaves));
  return tree_structure::of(n.kind, n.type, children);
}

// Memory that stays from step to step, for one use at a time.
template <class T>
class kept_memory {
 public:
  kept_memory() {
    const std::lock_guard lock(all().mutex);
    if (all().free.empty()) {
      all().free.reserve(++all().made);
    } else {
      memory_ = std::move(all().free.back());
      all().free.pop_back();
    }
  }
  kept_memory(const kept_memory&) = delete;
  kept_memory& operator=(const kept_memory&) = delete;
  ~kept_memory() {
    const std::lock_guard lock(all().mutex);
    all().free.push_back(std::move(memory_));
  }
  std::vector<T>& operator*() { return memory_; }

 private:
  struct pool {
    std::mutex mutex;
    std::vector<std::vector<T>> free;
    std::size_t made = 0;
  };
  static pool& all() {
    static pool& kept = *new pool;
    return kept;
  }

  std::vector<T> memory_;
};

// One leaf, of which T is what is computed in.
template <class T>
class covered {
 public:
  covered(const shape& s, const scale_by_sm3_options<>& o)
      : shape_(s),
        b1_(static_cast<T>(o.b1.value())),
        rest1_(static_cast<T>(o.b1.one_minus())),
        b2_(static_cast<T>(o.b2.value())),
        rest2_(o.b2.value() == 1.0 ? T(1) : static_cast<T>(o.b2.one_minus())),
        eps_(static_cast<T>(o.eps.value())) {}

  std::size_t columns() const { return static_cast<std::size_t>(shape_[shape_.rank() - 1]); }
  // Of all lists of largest sums, one behind the other.
  std::size_t lengths() const {
    return static_cast<std::size_t>(std::accumulate(shape_.begin(), shape_.end(), std::int64_t{0}));
  }

  // Rows of the last axis. `most` gets what is the largest of these.
  [[gnu::noinline]] void rows(std::size_t first, std::size_t last, T* u, T* nu,
                              const std::array<T*, shape::max_rank>& mu, T* most) const {
    const std::size_t outer = shape_.rank() - 1;
    std::array<std::size_t, shape::max_rank> index{};
    std::array<T*, shape::max_rank> along{};
    for (std::size_t k = 0; k <= outer; ++k) {
      along[k] = most;
      most += shape_[k];
    }
    for (std::size_t row = first; row < last; ++row) {
      std::size_t rest = row;
      for (std::size_t k = outer; k-- > 0;) {
        index[k] = rest % static_cast<std::size_t>(shape_[k]);
        rest /= static_cast<std::size_t>(shape_[k]);
      }
      T bound = mu[0][index[0]];
      for (std::size_t k = 1; k < outer; ++k) bound = smaller(bound, mu[k][index[k]]);
      const std::size_t at = row * columns();
      const T found = of_row(bound, mu[outer], u + at, nu + at, along[outer]);
      for (std::size_t k = 0; k < outer; ++k)
        along[k][index[k]] = larger(along[k][index[k]], found);
    }
  }

  // Elements of an array with one axis: each has a sum of its own.
  [[gnu::noinline]] void elements(std::size_t first, std::size_t last, T* __restrict u,
                                  T* __restrict nu, T* __restrict mu) const {
    for (std::size_t i = first; i < last; ++i) {
      mu[i] = rest2_ * (u[i] * u[i]) + b2_ * mu[i];
      scale(u[i], nu[i], mu[i]);
    }
  }

 private:
  // Returns the largest sum of the row.
  T of_row(T bound, const T* mu, T* u, T* nu, T* most) const {
    constexpr std::size_t lanes = 16;
    T found[lanes];
    std::ranges::fill(found, -std::numeric_limits<T>::infinity());
    const std::size_t n = columns();
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes)
      of_some(bound, mu + i, u + i, nu + i, most + i, found, lanes);
    of_some(bound, mu + i, u + i, nu + i, most + i, found, n - i);
    return std::accumulate(found + 1, found + lanes, found[0], larger<T>);
  }
  void of_some(T bound, const T* __restrict mu, T* __restrict u, T* __restrict nu,
               T* __restrict most, T* __restrict found, std::size_t n) const {
    for (std::size_t i = 0; i < n; ++i) {
      const T sum = rest2_ * (u[i] * u[i]) + b2_ * smaller(bound, mu[i]);
      most[i] = larger(most[i], sum);
      found[i] = larger(found[i], sum);
      scale(u[i], nu[i], sum);
    }
  }
  void scale(T& u, T& nu, T sum) const {
    const T inverse = T(1) / std::sqrt(sum + eps_);
    const T factor = sum > T(0) ? inverse : T(0);
    nu = rest1_ * (u * factor) + b1_ * nu;
    u = nu;
  }

  shape shape_;
  T b1_, rest1_, b2_, rest2_, eps_;
};

// Arrays in the type that is computed in: those of another one are copied to memory that stays.
template <class T>
class copies {
 public:
  void add(const array& a) {
    if (a.dtype() != dtype_of<T>) size_ += a.size();
  }
  void make() {
    std::vector<T>& memory = *memory_;
    memory.resize(std::max(memory.size(), size_));
    next_ = memory.data();
  }
  T* of(array& a) {
    if (a.dtype() == dtype_of<T>) return a.mutable_data<T>();
    T* const copy = next_;
    next_ += a.size();
    for (std::size_t i = 0; i < a.size(); ++i)
      copy[i] = static_cast<T>(detail::load_element(a.dtype(), a.data(), i));
    return copy;
  }
  static void back(const T* from, array& a) {
    if (a.dtype() == dtype_of<T>) return;
    for (std::size_t i = 0; i < a.size(); ++i)
      detail::store_element(a.dtype(), a.mutable_data(), i, static_cast<double>(from[i]));
  }

 private:
  kept_memory<T> memory_;
  std::size_t size_ = 0;
  T* next_ = nullptr;
};

class scale_by_sm3_rule final : public rule {
 public:
  explicit scale_by_sm3_rule(const scale_by_sm3_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("ScaleBySM3State");
    const tree& params = state.params();
    std::vector<array> zeros;
    for (const array& p : params.leaves()) {
      if (p.shape().rank() == 0) zeros.emplace_back(p.dtype(), shape{});
      for (const std::int64_t extent : p.shape()) zeros.emplace_back(p.dtype(), shape{extent});
    }
    state.value("mu", tree(with_lists(params.structure(), 0, params.leaves()), std::move(zeros)));
    state.slot("nu");
  }
  void update(sweep& s, const state_view& state) const override {
    const slot nu = state["nu"];
    std::uint32_t next = slot(state["mu"]).first_leaf;
    const auto f = [&](leaf_view& leaf) {
      // As a slot whose array for this leaf is that of the axis.
      const auto along = [&](std::uint32_t axis) -> array& {
        return leaf[slot{next + axis - leaf.position()}];
      };
      const auto lists = static_cast<std::uint32_t>(lists_of(leaf.update()));
      if (leaf.update().size() != 0) {
        if (leaf.update().dtype() == dtype::f64) {
          step<double>(leaf, leaf[nu], lists, along);
        } else {
          step<float>(leaf, leaf[nu], lists, along);
        }
      }
      next += lists;
    };
    s.for_each_leaf(std::ref(f), {.rule = "scale_by_sm3", .cost = 4});
  }
  call describe() const override {
    return call_of<scale_by_sm3_options<>>("optax.scale_by_sm3", o_);
  }

 private:
  template <class T, class Along>
  void step(leaf_view& leaf, array& nu_array, std::uint32_t lists, const Along& along) const {
    const shape s = leaf.update().shape();
    const flush_guard guard;
    const covered<T> sums(s, o_);
    copies<T> arrays;
    arrays.add(leaf.update());
    arrays.add(nu_array);
    for (std::uint32_t axis = 0; axis < lists; ++axis) arrays.add(along(axis));
    arrays.make();
    T* const u = arrays.of(leaf.update());
    T* const nu = arrays.of(nu_array);
    std::array<T*, shape::max_rank> mu{};
    for (std::uint32_t axis = 0; axis < lists; ++axis) mu[axis] = arrays.of(along(axis));
    if (lists == 1) {
      const auto all = [&](std::size_t first, std::size_t last) {
        const flush_guard guard;
        sums.elements(first, last, u, nu, mu[0]);
      };
      leaf.for_ranges(s.elements(), std::ref(all));
    } else {
      kept_memory<T> kept;
      std::vector<T>& most = *kept;
      most.assign(sums.lengths(), -std::numeric_limits<T>::infinity());
      std::mutex mutex;
      const auto rows = [&](std::size_t first, std::size_t last) {
        kept_memory<T> kept_here;
        std::vector<T>& found = *kept_here;
        found.assign(sums.lengths(), -std::numeric_limits<T>::infinity());
        const flush_guard guard;
        sums.rows(first, last, u, nu, mu, found.data());
        const std::lock_guard lock(mutex);
        std::ranges::transform(found, most, most.begin(), larger<T>);
      };
      leaf.for_ranges(s.elements() / sums.columns(), std::ref(rows));
      const T* from = most.data();
      for (std::uint32_t axis = 0; axis < lists; ++axis) {
        std::copy_n(from, s[axis], mu[axis]);
        from += s[axis];
      }
    }
    copies<T>::back(u, leaf.update());
    copies<T>::back(nu, nu_array);
    for (std::uint32_t axis = 0; axis < lists; ++axis) copies<T>::back(mu[axis], along(axis));
  }

  scale_by_sm3_options<> o_;
};

}  // namespace

transformation detail::make_scale_by_sm3(const scale_by_sm3_options<>& o) {
  return scale_by_sm3_rule(o);
}

}  // namespace optaxx
