#include "optaxx/transforms/from_functions.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

#include "optaxx/core/errors.hpp"
#include "optaxx/core/tree_map.hpp"
#include "transforms/twins.hpp"

namespace {

using namespace optaxx;
using support::contents;
using testing::ThrowsMessage;

const std::vector<contents> all_grads = {contents::plain, contents::huge, contents::plain,
                                         contents::nonfinite, contents::plain};

array zeros_like(const array& a) { return array(a.dtype(), a.shape()); }

tree zero_trace(const tree& params) {
  return tree::named_struct("TraceState", {{"trace", tree_map(zeros_like, params)}});
}

tree add_trace(tree updates, tree& state, const tree&) {
  for (std::size_t i = 0; i < updates.leaves().size(); ++i) {
    float* const u = updates.leaves()[i].mutable_data<float>();
    float* const t = state.leaves()[i].mutable_data<float>();
    for (std::size_t j = 0; j < updates.leaves()[i].size(); ++j) t[j] = u[j] = u[j] + 0.9F * t[j];
  }
  return updates;
}

tree keep(tree updates, tree&, const tree&) { return updates; }
tree no_state(const tree&) { return none; }

TEST(from_functions, momentum_has_the_bits_of_trace) {
  support::expect_twins(from_functions("momentum", zero_trace, add_trace), trace(0.9), all_grads);
}

TEST(from_functions, update_sees_the_parameters) {
  const auto tx = from_functions("decay", no_state, [](tree updates, tree&, const tree& params) {
    for (std::size_t i = 0; i < updates.leaves().size(); ++i) {
      float* const u = updates.leaves()[i].mutable_data<float>();
      const float* const p = params.leaves()[i].data<float>();
      for (std::size_t j = 0; j < updates.leaves()[i].size(); ++j) u[j] = u[j] + 0.1F * p[j];
    }
    return updates;
  });
  support::expect_twins(tx, add_decayed_weights(0.1), all_grads);
}

TEST(from_functions, without_parameters_update_sees_none) {
  bool none_seen = false;
  const auto tx = from_functions("look", no_state, [&](tree updates, tree&, const tree& params) {
    none_seen = params.is_none();
    return updates;
  });
  const tree grads{{"w", array{1.0F}}};
  opt_state state = tx.init(grads);
  EXPECT_EQ(tx.update(grads, state), grads);
  EXPECT_TRUE(none_seen);
  tx.update(grads, state, grads);
  EXPECT_FALSE(none_seen);
}

TEST(from_functions, the_state_is_the_tree_that_init_made) {
  const tree params{{"w", array{1.0F, 2.0F}}};
  const auto state_of = [&](const tree& made) {
    return from_functions(
               "keep", [&](const tree&) { return made; }, keep)
        .init(params);
  };
  const tree nested = list(array{1.0F}, tuple(none, array::scalar(dtype::i32, 7)));
  for (const tree& made : {tree{{"b", 1.0F}, {"a", nested}}, tree(2.5), nested, tree(none)}) {
    EXPECT_EQ(static_cast<const tree&>(state_of(made)), made);
  }
}

TEST(from_functions, the_state_is_found_in_a_chain) {
  const auto tx = chain(scale(2.0), from_functions("momentum", zero_trace, add_trace));
  const tree params{{"w", array{1.0F}}};
  opt_state state = tx.init(params);
  tx.update(params, state);
  tx.update(params, state);
  EXPECT_EQ(tree_get(state, "trace")["w"].leaf(), array{3.8F});
}

TEST(from_functions, behind_a_mask_both_see_the_selected_leaves) {
  std::string seen;
  const auto tx = from_functions(
      "look",
      [&](const tree& params) {
        seen += params.structure()->text();
        return params;
      },
      [&](tree updates, tree& state, const tree& params) {
        seen += " " + updates.structure()->text();
        EXPECT_EQ(params["w"].leaf(), array{1.0F});
        EXPECT_EQ(state["w"].leaf(), array{1.0F});
        return updates;
      });
  const tree params{{"b", array{2.0F}}, {"w", array{1.0F}}};
  const auto some = masked(tx, paths("w"));
  opt_state state = some.init(params);
  some.update(params, state, params);
  EXPECT_EQ(seen, "{'b': MaskedNode(), 'w': *} {'b': MaskedNode(), 'w': *}");
}

TEST(from_functions, a_function_that_throws_changes_nothing) {
  int calls = 0;
  const auto fussy = [&](tree updates, tree& state, const tree& params) {
    updates = add_trace(std::move(updates), state, params);
    if (++calls == 2) throw std::runtime_error("not this time");
    return updates;
  };
  const auto tx = chain(trace(0.5), from_functions("fussy", zero_trace, fussy));
  tree params{{"w", array{1.0F, 2.0F}}};
  const tree grads{{"w", array{0.5F, -0.5F}}};
  opt_state state = tx.init(params);
  tx.step(grads, state, params);
  const tree params_before = params;
  const tree state_before = state;
  EXPECT_THAT([&] { tx.step(grads, state, params); },
              ThrowsMessage<std::runtime_error>("not this time"));
  EXPECT_EQ(params, params_before);
  EXPECT_EQ(static_cast<const tree&>(state), state_before);
}

class from_functions_error : public testing::Test {
 protected:
  using update_function = std::function<tree(tree, tree&, const tree&)>;

  void expect(const update_function& update, const std::string& message) const {
    const auto init = [](const tree& params) { return tree{{"m", params}}; };
    const auto tx = chain(trace(0.9), from_functions("mine", init, update));
    opt_state state = tx.init(params_);
    const tree before = state;
    EXPECT_THAT([&] { tx.update(params_, state); }, ThrowsMessage<tree_mismatch>(message));
    EXPECT_EQ(static_cast<const tree&>(state), before);
  }

 private:
  const tree params_{{"w", array{1.0F, 2.0F}}};
};

TEST_F(from_functions_error, updates_of_another_structure) {
  expect([](tree, tree&, const tree&) { return tree(1.0F); },
         "mine: updates came back as *, expected {'w': *}");
}

TEST_F(from_functions_error, updates_of_another_shape) {
  expect(
      [](tree, tree&, const tree&) {
        return tree{{"w", 1.0F}};
      },
      "mine: updates['w'] came back as float32 (), expected float32 (2,)");
}

TEST_F(from_functions_error, a_state_of_another_structure) {
  expect(
      [](tree updates, tree& state, const tree&) {
        state = none;
        return updates;
      },
      "mine: state came back as None, expected {'m': {'w': *}}");
}

TEST_F(from_functions_error, a_state_of_another_dtype) {
  expect(
      [](tree updates, tree& state, const tree&) {
        state["m"]["w"] = array{1.0, 2.0};
        return updates;
      },
      "mine: state['m']['w'] came back as float64 (2,), expected float32 (2,)");
}

TEST(from_functions, what_is_empty_is_an_error) {
  EXPECT_THAT([] { from_functions("", no_state, keep); },
              ThrowsMessage<std::invalid_argument>("from_functions: the name is empty"));
  EXPECT_THAT([] { from_functions("mine", nullptr, keep); },
              ThrowsMessage<std::invalid_argument>("mine: init or update is empty"));
  EXPECT_THAT([] { from_functions("mine", no_state, nullptr); },
              ThrowsMessage<std::invalid_argument>("mine: init or update is empty"));
}

TEST(from_functions, describes_itself_by_its_name) {
  EXPECT_EQ(describe(chain(from_functions("mine", no_state, keep))), "optax.chain(mine)");
}

}  // namespace
