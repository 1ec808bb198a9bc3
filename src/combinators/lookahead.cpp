#include "optaxx/combinators/lookahead.hpp"

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/flush_guard.hpp"
#include "optaxx/core/errors.hpp"
#include "sweep/plan.hpp"
#include "tree_utils/leaf_loops.hpp"
#include "tree_utils/promoted.hpp"

namespace optaxx {
namespace {

// One part of the parameters, to be read in place.
tree part_of(const tree& params, const char* name) {
  const tree_structure& all = *params.structure();
  const std::uint32_t node = all.child(0, name);
  std::vector<std::uint32_t> positions;
  for (std::uint32_t i = 0; i < all[node].leaves; ++i)
    positions.push_back(all[node].first_leaf + i);
  return views_of(tree_structure::part(params.structure(), node), params, positions);
}

void expect_pair(const tree& params) {
  const tree_structure& all = *params.structure();
  const bool pair = all[0].kind == node_kind::named_struct && all[0].children == 2 &&
                    all.child(0, "fast") == all.child_at(0, 0) &&
                    all.child(0, "slow") == all.child_at(0, 1);
  if (!pair) {
    throw tree_mismatch("lookahead: params is " + all.text() +
                        ", expected LookaheadParams(fast, slow), as "
                        "lookahead_params::init_synced(params) makes it");
  }
  check_alike("lookahead: fast and slow", part_of(params, "fast"), part_of(params, "slow"));
}

class lookahead_rule final : public rule {
 public:
  explicit lookahead_rule(const lookahead_options<>& o) : o_(o) {
    if (o.sync_period >= 1) return;
    throw std::invalid_argument("lookahead: sync_period must be positive, got " +
                                std::to_string(o.sync_period));
  }

  void init(layout& state) const override {
    expect_pair(state.params());
    state.gradients_like("fast");
    state.type("LookaheadState");
    state.child("fast_state", o_.fast_optimizer, part_of(state.params(), "fast"));
    state.scalar("steps_since_sync", dtype::i32);
  }
  void update(sweep& s, const state_view& state) const override {
    s.require_params("lookahead");
    const double steps = s.get(state["steps_since_sync"]);
    const bool sync = steps == static_cast<double>(o_.sync_period - 1);
    s.from_gradients([&](const tree& gradients) {
      const tree params = s.params();
      const tree fast = part_of(params, "fast");
      const tree u = s.run(o_.fast_optimizer, state["fast_state"], gradients, fast);
      if (sync && o_.reset_state) s.set_tree(state["fast_state"], o_.fast_optimizer.init(fast));
      return of_both(params.structure(), sync, u, fast, part_of(params, "slow"));
    });
    s.set(state["steps_since_sync"], sync ? 0 : steps + 1);
  }
  call describe() const override {
    return call_of<lookahead_options<given, given, given>>("optax.lookahead", o_);
  }

 private:
  tree of_both(const std::shared_ptr<const tree_structure>& structure, bool sync, const tree& u,
               const tree& fast, const tree& slow) const {
    const tree wide = promoted(u, fast);
    const tree f = promoted(fast, u);
    const tree s = promoted(slow, u);
    const double on = sync ? 1.0 : 0.0;
    const double step_size = detail::flushed([&] { return o_.slow_step_size * on; });
    const double rest = detail::flushed([&] { return on * o_.slow_step_size.one_minus(); });
    const tree of_fast = map_elements(
        "lookahead",
        [rest]<class T>(T up, T a, T b) { return up - static_cast<T>(rest) * (a + up - b); }, wide,
        f, s);
    const tree of_slow = map_elements(
        "lookahead",
        [step_size]<class T>(T up, T a, T b) { return static_cast<T>(step_size) * (a + up - b); },
        wide, f, s);
    std::vector<array> leaves(of_fast.leaves().begin(), of_fast.leaves().end());
    leaves.insert(leaves.end(), of_slow.leaves().begin(), of_slow.leaves().end());
    return {structure, std::move(leaves)};
  }

  lookahead_options<> o_;
};

}  // namespace

tree lookahead_params::init_synced(const tree& params) {
  return tree::named_struct("LookaheadParams", {{"fast", params}, {"slow", params}});
}

transformation detail::make_lookahead(const lookahead_options<>& o) { return lookahead_rule(o); }

}  // namespace optaxx
