#include "optaxx/contrib/hutchinson_estimator_diag_hessian.hpp"

#include <stdexcept>
#include <utility>
#include <vector>

#include "core/threefry.hpp"
#include "optaxx/random/samplers.hpp"
#include "tree_utils/leaf_loops.hpp"

namespace optaxx::contrib {
namespace {

constexpr const char* name = "hutchinson_estimator_diag_hessian";

// The key as jax.random.PRNGKey makes it: no typed one.
array words_of(const prng_key& key) {
  array words(dtype::u32, {2});
  for (std::size_t i = 0; i < 2; ++i) words.mutable_data<std::uint32_t>()[i] = key.words()[i];
  return words;
}

tree random_signs(const threefry::key_words& key, const tree& params, bool x64) {
  std::vector<array> leaves;
  leaves.reserve(params.leaves().size());
  for (std::size_t i = 0; i < params.leaves().size(); ++i) {
    const array& p = params.leaves()[i];
    leaves.push_back(
        random::rademacher(prng_key(threefry::block(key, i)), p.shape(), p.dtype(), x64));
  }
  return {params.structure(), std::move(leaves)};
}

class hutchinson_rule final : public rule {
 public:
  explicit hutchinson_rule(const hutchinson_estimator_diag_hessian_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("HutchinsonState");
    state.value("key", tree(words_of(o_.random_seed)));
  }
  void update(sweep& s, const state_view& state) const override {
    s.require_params(name);
    const auto& hvp_fn = s.extra().hvp_fn;
    if (!hvp_fn) {
      throw std::invalid_argument(
          std::string(name) + ": needs the Hessian: update(grads, state, params, {.hvp_fn = hvp})");
    }
    const threefry::key_words key = s.get_key(state["key"]);
    s.set_key(state["key"], threefry::block(key, 0));
    s.replace([&](const tree&) {
      const tree params = s.params();
      const tree signs = random_signs(threefry::block(key, 1), params, s.x64());
      const tree product = hvp_fn(params, signs);
      return map_elements(
          name, []<class T>(T h, T r) { return h * r; }, signs, product);
    });
  }
  call describe() const override {
    call result{"optax.contrib.hutchinson_estimator_diag_hessian", {}};
    const std::string seed = option_text(o_.random_seed);
    if (o_.random_seed.words()[0] != 0) {
      result.arguments.emplace_back("random_seed", seed);
    } else if (seed != "0") {
      result.arguments.emplace_back("random_seed", "jax.random.PRNGKey(" + seed + ")");
    }
    return result;
  }

 private:
  hutchinson_estimator_diag_hessian_options<> o_;
};

}  // namespace

transformation detail::make_hutchinson_estimator_diag_hessian(
    const hutchinson_estimator_diag_hessian_options<>& o) {
  return hutchinson_rule(o);
}

}  // namespace optaxx::contrib
