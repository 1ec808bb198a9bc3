#include "optaxx/contrib/sam.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

#include "optaxx/tree_utils/apply_updates.hpp"
#include "optaxx/tree_utils/tree_cast.hpp"
#include "tree_utils/leaf_loops.hpp"
#include "tree_utils/promoted.hpp"

namespace optaxx::contrib {
namespace {

tree negated(const tree& t) {
  return map_elements(
      "sam", []<class T>(T x) { return -x; }, t);
}

class sam_rule final : public rule {
 public:
  explicit sam_rule(const sam_options<>& o) : o_(o) {
    if (o.sync_period >= 1) return;
    throw std::invalid_argument("sam: sync_period must be positive, got " +
                                std::to_string(o.sync_period));
  }

  void init(layout& state) const override {
    state.type("SAMState");
    state.scalar("steps_since_sync", dtype::i32);
    if (o_.opaque_mode) {
      state.child("opt_state", o_.optimizer);
      state.child("adv_state", o_.adv_optimizer);
      state.value("cache", none);
      return;
    }
    state.child("opt_state", o_.optimizer, state.params());
    state.child("adv_state", o_.adv_optimizer, state.params());
    state.slot("cache", [](const array& p) { return p; });
  }
  void update(sweep& s, const state_view& state) const override {
    s.require_params("sam");
    o_.opaque_mode ? whole_way(s, state) : one_step(s, state);
  }
  call describe() const override {
    return call_of<sam_options<given, given>>("optax.contrib.sam", o_);
  }

 private:
  void one_step(sweep& s, const state_view& state) const {
    const double steps = s.get(state["steps_since_sync"]);
    const bool first = steps == 0;
    const bool last = steps == static_cast<double>(o_.sync_period - 1);
    const tree params = s.params();
    const tree cache = s.get_tree(state["cache"]);
    const tree& grads = s.updates();
    const auto uphill = [&] { return s.run(o_.adv_optimizer, state["adv_state"], grads, params); };
    const auto downhill = [&] { return s.run(o_.optimizer, state["opt_state"], grads, cache); };
    // The state of one of them moves on, that of the other stays.
    tree up;
    tree down;
    const mark before = s.here();
    if (last) {
      up = uphill();
      s.rollback(before);
      down = downhill();
    } else {
      down = downhill();
      s.rollback(before);
      up = uphill();
    }
    s.replace([&](const tree&) { return picked(last, up, down, cache, params); });
    s.set_tree(state["cache"],
               map_elements(
                   "sam", [first]<class T>(T p, T c) { return T(first) * p + T(!first) * c; },
                   params, cache));
    if (last && o_.reset_state) s.set_tree(state["adv_state"], o_.adv_optimizer.init(params));
    s.set(state["steps_since_sync"], last ? 0 : steps + 1);
  }

  // The way down leads from the cache.
  static tree picked(bool last, const tree& up, const tree& down, const tree& cache,
                     const tree& params) {
    const tree u = promoted(up, params);
    return map_elements(
        "sam",
        [last]<class T>(T a, T d, T c, T p) { return T(last) * (c - p + d) + T(!last) * -a; }, u,
        promoted(down, params), promoted(cache, u), promoted(params, u));
  }

  void whole_way(sweep& s, const state_view& state) const {
    const auto& grad_fn = s.extra().grad_fn;
    if (!grad_fn) {
      throw std::invalid_argument(
          "sam: in its opaque mode it needs the gradient as a function: update(grads, state, "
          "params, {.grad_fn = f})");
    }
    if (o_.sync_period > 1) {
      s.replace(
          [&](tree updates) { return gradients_uphill(s, state, std::move(updates), grad_fn); });
    }
    o_.optimizer.update(s, state["opt_state"]);
  }

  tree gradients_uphill(sweep& s, const state_view& state, tree updates,
                        const std::function<tree(const tree&, step_t)>& grad_fn) const {
    const tree outer = s.params();
    tree params = packed(outer);
    opt_state adv = o_.adv_optimizer.init(outer);
    const tree before = s.get_tree(state["adv_state"]);
    std::ranges::copy(before.leaves(), adv.leaves().begin());
    for (std::int64_t i = 0; i < o_.sync_period - 1; ++i) {
      apply_updates(params, negated(o_.adv_optimizer.update(updates, adv, params)));
      updates = grad_fn(params, static_cast<step_t>(i));
      check_alike("sam: what grad_fn gives", tree_cast_like(params, updates), updates);
    }
    s.set_tree(state["adv_state"], o_.reset_state ? tree(o_.adv_optimizer.init(outer)) : tree(adv));
    return updates;
  }

  sam_options<> o_;
};

}  // namespace

transformation detail::make_sam(const sam_options<>& o) { return sam_rule(o); }

}  // namespace optaxx::contrib
