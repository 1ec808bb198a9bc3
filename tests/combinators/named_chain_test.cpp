#include "optaxx/combinators/named_chain.hpp"

#include <gmock/gmock.h>

#include "optaxx/transforms/scale.hpp"
#include "optaxx/transforms/trace.hpp"

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::ThrowsMessage;

TEST(named_chain, describes_itself) {
  EXPECT_EQ(describe(named_chain({{"twice", scale(2)}, {"memory", trace(0.5)}})),
            "optax.named_chain(('twice', optax.scale(step_size=2)), ('memory', "
            "optax.trace(decay=0.5)))");
}

TEST(named_chain, keeps_states_by_name_in_the_order_of_the_links) {
  const opt_state state = named_chain({{"z", trace(0.5)}, {"a", scale(2)}}).init(array{1.0F});
  EXPECT_EQ(state.kind(), node_kind::ordered_dict);
  EXPECT_THAT(state.keys(), ElementsAre(key("z"), key("a")));
  EXPECT_EQ(state["z"]["trace"].leaf(), array{0.0F});
}

TEST(named_chain, applies_one_after_the_other) {
  const transformation tx = named_chain({{"memory", trace(0.5)}, {"twice", scale(2)}});
  opt_state state = tx.init(array{1.0F});
  EXPECT_THAT(tx.update(array{4.0F}, state).leaf().values<float>(), ElementsAre(8.0F));
  EXPECT_THAT(tx.update(array{4.0F}, state).leaf().values<float>(), ElementsAre(12.0F));
  EXPECT_EQ(state["memory"]["trace"].leaf(), array{6.0F});
}

TEST(named_chain, without_links_changes_nothing) {
  const transformation tx = named_chain({});
  opt_state state = tx.init(array{1.0F});
  EXPECT_EQ(tx.update(array{4.0F}, state), tree(array{4.0F}));
}

TEST(named_chain, wants_different_names) {
  EXPECT_THAT(
      [] {
        named_chain({{"a", scale(2)}, {"a", scale(3)}});
      },
      ThrowsMessage<std::invalid_argument>("named_chain: the name 'a' is given twice"));
}

}  // namespace
