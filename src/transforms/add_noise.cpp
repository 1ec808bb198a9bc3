#include "optaxx/transforms/add_noise.hpp"

#include <cmath>

#include "core/flush_guard.hpp"
#include "kernels/add_noise.hpp"

namespace optaxx {
namespace {

// In float32, or in float64 as far as a number of that type, or of Python in x64 mode, reaches.
double deviation(const number& eta, const number& gamma, double t, bool x64) {
  const bool single = !x64 || gamma.dtype() == dtype::f32;
  const auto f32 = [](double x) { return static_cast<float>(x); };
  if (!single) return std::sqrt(eta / std::pow(t, gamma.value()));
  const float power = std::pow(f32(t), f32(gamma));
  if (x64 && eta.dtype() == dtype::f64) return std::sqrt(eta / static_cast<double>(power));
  return static_cast<double>(std::sqrt(f32(eta) / power));
}

class add_noise_rule final : public rule {
 public:
  explicit add_noise_rule(const add_noise_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("AddNoiseState");
    state.scalar("count", dtype::i32);
    state.value("rng_key", o_.key.leaf());
  }
  void update(sweep& s, const state_view& state) const override {
    const double t = s.increment(state["count"]);
    const double of_step = detail::flushed([&] { return deviation(o_.eta, o_.gamma, t, s.x64()); });
    const threefry::key_words key = s.get_key(state["rng_key"]);
    s.set_key(state["rng_key"], threefry::block(key, 0));
    const threefry::key_words of_leaves = threefry::block(key, 1);
    s.map_each([&](std::size_t leaf) {
      return kernels::add_noise<double>::of(of_step, threefry::block(of_leaves, leaf));
    });
  }
  call describe() const override {
    return call_of<add_noise_options<given, given>>("optax.add_noise", o_);
  }

 private:
  add_noise_options<> o_;
};

}  // namespace

transformation detail::make_add_noise(const add_noise_options<>& o) { return add_noise_rule(o); }

}  // namespace optaxx
