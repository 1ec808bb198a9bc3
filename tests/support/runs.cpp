#include "support/runs.hpp"

#include <gtest/gtest.h>

#include <utility>

#include "optaxx/tree_utils/apply_updates.hpp"

namespace support {
namespace {

using namespace optaxx;

void append(std::vector<array>& to, const tree& t) {
  to.insert(to.end(), t.leaves().begin(), t.leaves().end());
}

tree borrowed(const tree& t, guarded_memory& memory) { return {t.structure(), memory.views()}; }

// A tree that lives in other memory than the caller's.
void move_to(tree& t, guarded_memory& memory) {
  std::vector<array> views = memory.views();
  for (std::size_t i = 0; i < views.size(); ++i) t.leaves()[i] = std::move(views[i]);
}

}  // namespace

problem make_problem(std::span<const std::int64_t> lengths, const tree_types& types,
                     contents of_params, std::span<const contents> of_grads) {
  problem p{tree_of(lengths, types.params, of_params, 1), {}};
  std::uint64_t seed = 1000;
  const tree like_grads = tree_of(lengths, types.grads, of_params, 1);
  for (const contents what : of_grads) p.grads.push_back(tree_like(like_grads, what, seed += 1000));
  return p;
}

placed_problem::placed_problem(const problem& p, placement where)
    : where_(where), params_(p.params) {
  for (const tree& g : p.grads) {
    if (where == placement::packed) {
      grads_.push_back(packed(g));
    } else if (where == placement::unaligned) {
      memory_.push_back(std::make_unique<guarded_memory>(g.leaves()));
      grads_.push_back(borrowed(g, *memory_.back()));
    } else {
      std::vector<array> arrays(g.leaves().begin(), g.leaves().end());
      grads_.emplace_back(g.structure(), std::move(arrays));
    }
  }
}

outcome run(const transformation& tx, const placed_problem& p, way how, numerics n) {
  guarded_memory params_memory(p.params().leaves());
  tree params =
      p.where() == placement::unaligned ? borrowed(p.params(), params_memory) : packed(p.params());
  if (p.where() == placement::own) {
    params = tree(params.structure(), {p.params().leaves().begin(), p.params().leaves().end()});
  }
  opt_state state = tx.init(params, {.numerics = n});
  guarded_memory state_memory(state.leaves());
  if (p.where() == placement::unaligned) move_to(state, state_memory);

  outcome steps;
  for (const tree& grads : p.grads()) {
    std::vector<array>& after = steps.emplace_back();
    if (how == way::step) {
      tx.step(grads, state, params);
    } else {
      const tree updates = how == way::update ? tx.update(grads, state, params)
                                              : tx.update(tree(grads), state, params);
      apply_updates(params, updates);
      append(after, updates);
    }
    append(after, params);
    append(after, state);
  }
  EXPECT_TRUE(params_memory.intact());
  EXPECT_TRUE(state_memory.intact());
  return steps;
}

outcome run_link_by_link(const std::vector<transformation>& links, const placed_problem& p) {
  tree params = p.params();
  std::vector<opt_state> states;
  for (const transformation& link : links) states.push_back(link.init(params));
  outcome steps;
  for (const tree& grads : p.grads()) {
    tree updates = grads;
    for (std::size_t i = 0; i < links.size(); ++i) {
      updates = links[i].update(std::as_const(updates), states[i], params);
    }
    apply_updates(params, updates);
    std::vector<array>& after = steps.emplace_back();
    append(after, updates);
    append(after, params);
    for (const opt_state& state : states) append(after, state);
  }
  return steps;
}

}  // namespace support
