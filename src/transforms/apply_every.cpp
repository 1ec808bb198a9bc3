#include "optaxx/transforms/apply_every.hpp"

#include <stdexcept>
#include <string>

#include "kernels/apply_every.hpp"

namespace optaxx {
namespace {

class apply_every_rule final : public rule {
 public:
  explicit apply_every_rule(const apply_every_options<>& o) : o_(o) {
    if (o.k < 1)
      throw std::invalid_argument("apply_every: k must be positive, got " + std::to_string(o.k));
  }

  void init(layout& state) const override {
    state.type("ApplyEvery");
    state.scalar("count", dtype::i32);
    state.slot("grad_acc");
  }
  void update(sweep& s, const state_view& state) const override {
    const scalar count = state["count"];
    const auto n = static_cast<std::int64_t>(s.get(count));
    const std::int64_t at = n % o_.k;
    s.map(kernels::apply_every<double>{at == 0 ? 0.0 : 1.0, at == o_.k - 1 ? 1.0 : 0.0},
          state["grad_acc"]);
    s.set(count, static_cast<double>((n + 1) % o_.k));
  }
  call describe() const override { return call_of<apply_every_options<>>("optax.apply_every", o_); }

 private:
  apply_every_options<> o_;
};

}  // namespace

transformation detail::make_apply_every(const apply_every_options<>& o) {
  return apply_every_rule(o);
}

}  // namespace optaxx
