#include "optaxx/extra/cautious.hpp"

#include <span>

#include "core/flush_guard.hpp"

namespace optaxx {
namespace {

// By signs, for a product may underflow.
template <class T>
bool goes_against(T u, T g) {
  return (u > 0 && g < 0) || (u < 0 && g > 0);
}

struct keep_update {
  template <class T>
  void operator()(T& u, T& place) const noexcept {
    place = u;
  }
};

// A term: `unit` where the update goes against the gradient of the slot.
struct agreement {
  double unit;

  template <class T>
  void operator()(T& u, T& gradient) const noexcept {
    u = goes_against(u, gradient) ? static_cast<T>(unit) : T(0);
  }
};

// The update times `factor` where it goes against the gradient of the slot, times 0 elsewhere.
struct masked_by_agreement {
  double factor;

  template <class T>
  void operator()(T& u, T& gradient) const noexcept {
    u *= goes_against(u, gradient) ? static_cast<T>(factor) : T(0);
  }
};

// Of an element that agrees. A sum of float16 holds 2^29 of them, and one alone is a normal number.
constexpr double unit = 0x1p-14;

template <class T>
double factor(double sum, std::size_t elements, double eps) {
  const T mean = static_cast<T>(sum / unit / static_cast<double>(elements));
  const T least = static_cast<T>(eps);
  return static_cast<double>(T(1) / (mean < least ? least : mean));
}

class cautious_rule final : public rule {
 public:
  explicit cautious_rule(const cautious_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("CautiousState");
    state.slot("grads");
    state.child("inner_state", o_.inner);
  }
  void update(sweep& s, const state_view& state) const override {
    s.map(keep_update{}, state["grads"]);
    o_.inner.update(s, state["inner_state"]);
    const std::span<const double> sums = s.leaf_sums(agreement{unit}, state["grads"]);
    s.map_each(
        [&](std::size_t leaf) {
          return masked_by_agreement{detail::flushed([&] {
            const std::size_t n = s.leaf_elements(leaf);
            if (n == 0) return 1.0;
            return s.leaf_dtype(leaf) == dtype::f64 ? factor<double>(sums[leaf], n, o_.eps)
                                                    : factor<float>(sums[leaf], n, o_.eps);
          })};
        },
        state["grads"]);
  }
  call describe() const override { return call_of<cautious_options<given>>("optaxx.cautious", o_); }

 private:
  cautious_options<> o_;
};

}  // namespace

transformation detail::make_cautious(const cautious_options<>& o) { return cautious_rule(o); }

}  // namespace optaxx
