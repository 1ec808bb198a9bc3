#include "optaxx/transforms/add_noise.hpp"

#include <cmath>
#include <vector>

#include "core/flush_guard.hpp"
#include "random/threefry.hpp"

namespace optaxx {
namespace {

struct add_normal {
  threefry::key_words key;
  double deviation;

  template <class T>
  void operator()(std::size_t i, T& u) const noexcept {
    u = u + static_cast<T>(deviation) * threefry::normal<T>(key, i);
  }
};

template <class T>
double deviation(double eta, double gamma, double t) {
  return static_cast<double>(
      std::sqrt(static_cast<T>(eta) / std::pow(static_cast<T>(t), static_cast<T>(gamma))));
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
    const double of_step = detail::flushed([&] {
      return s.x64() ? deviation<double>(o_.eta, o_.gamma, t)
                     : deviation<float>(o_.eta, o_.gamma, t);
    });
    const std::vector<prng_key> keys = random::split(prng_key(s.get_tree(state["rng_key"]).leaf()));
    s.set_tree(state["rng_key"], keys[0].leaf());
    const std::vector<prng_key> of_leaves = random::split(keys[1], s.leaves());
    s.map_each([&](std::size_t leaf) { return add_normal{of_leaves[leaf].words(), of_step}; });
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
