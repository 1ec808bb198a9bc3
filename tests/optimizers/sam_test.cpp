// Sharpness-aware minimization: the ways of both modes, and errors. Numbers of an exact
// calculation.
#include "optaxx/contrib/sam.hpp"

#include <gmock/gmock.h>

#include <optaxx/optaxx.hpp>
#include <vector>

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::ThrowsMessage;

float value(const tree& t) { return t.leaf().values<float>()[0]; }

// The gradient of x^2 / 2.
tree gradient(const tree& params, step_t) { return params; }

// Up by a half of 8 to 12, then from 8 down by a quarter of 12.
TEST(sam, goes_up_and_then_down_from_where_it_began) {
  const transformation tx = contrib::sam(sgd(0.25), sgd(0.5));
  tree params = array{8.0F};
  opt_state state = tx.init(params);
  std::vector<float> way;
  for (int i = 0; i < 4; ++i) {
    tx.step(tree(params), state, params);
    way.push_back(value(params));
  }
  EXPECT_THAT(way, ElementsAre(12, 5, 7.5, 3.125));
}

TEST(sam, goes_the_whole_way_in_a_step_of_the_opaque_mode) {
  const transformation tx = contrib::sam(sgd(0.25), sgd(0.5), {.opaque_mode = true});
  tree params = array{8.0F};
  opt_state state = tx.init(params);
  std::vector<float> way;
  for (int i = 0; i < 2; ++i) {
    tx.step(tree(params), state, params, {.grad_fn = gradient});
    way.push_back(value(params));
  }
  EXPECT_THAT(way, ElementsAre(5, 3.125));
  EXPECT_TRUE(tree(state["cache"]).is_none());
}

TEST(sam, counts_the_gradients_it_asks_for) {
  const transformation tx = contrib::sam(sgd(0.25), sgd(0.5), 4, {.opaque_mode = true});
  tree params = array{8.0F};
  opt_state state = tx.init(params);
  std::vector<step_t> asked;
  tx.step(tree(params), state, params, {.grad_fn = [&](const tree& p, step_t i) {
            asked.push_back(i);
            return p;
          }});
  EXPECT_THAT(asked, ElementsAre(0, 1, 2));
}

TEST(sam, keeps_what_the_ascent_remembers_unless_it_is_reset) {
  for (const bool reset : {true, false}) {
    const transformation tx =
        contrib::sam(sgd(0.25), trace(0.5), {.reset_state = reset, .opaque_mode = true});
    tree params = array{8.0F};
    opt_state state = tx.init(params);
    tx.step(tree(params), state, params, {.grad_fn = gradient});
    EXPECT_EQ(value(tree(state["adv_state"]["trace"])), reset ? 0.0F : 8.0F);
  }
}

TEST(sam, says_what_it_needs) {
  EXPECT_THAT([] { contrib::sam(sgd(0.1), sgd(0.1), 0); },
              ThrowsMessage<std::invalid_argument>("sam: sync_period must be positive, got 0"));
  const transformation tx = contrib::sam(sgd(0.25), trace(0.5), {.opaque_mode = true});
  tree params = array{8.0F};
  opt_state state = tx.init(params);
  EXPECT_THAT([&] { tx.step(tree(params), state, params); },
              ThrowsMessage<std::invalid_argument>(
                  testing::StartsWith("sam: in its opaque mode it needs the gradient")));
  const auto other = [](const tree&, step_t) -> tree { return array{1.0F, 2.0F}; };
  EXPECT_THROW(tx.step(tree(params), state, params, {.grad_fn = other}), tree_mismatch);
  EXPECT_EQ(value(params), 8.0F);
  EXPECT_EQ(value(tree(state["adv_state"]["trace"])), 0.0F);
}

}  // namespace
