#include "optaxx/transforms/stateless.hpp"

#include <gmock/gmock.h>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/combinators/masked.hpp"
#include "optaxx/transforms/scale.hpp"

namespace {

using namespace optaxx;
using testing::HasSubstr;
using testing::ThrowsMessage;

const tree params{{"a", array{3.0F}}, {"b", array{4.0F}}};
const tree grads{{"a", array{1.0F}}, {"b", array{2.0F}}};

tree update(const transformation& tx, const tree& p = {}) {
  opt_state state = tx.init(params);
  return tx.update(grads, state, p);
}

TEST(stateless, is_a_function_of_whole_trees) {
  const transformation tx =
      chain(scale(2), stateless([](tree updates, const tree& p) {
              return p.is_none() ? updates : tree{{"a", p["b"]}, {"b", updates["a"]}};
            }));
  EXPECT_EQ(update(tx), (tree{{"a", array{2.0F}}, {"b", array{4.0F}}}));
  EXPECT_EQ(update(tx, params), (tree{{"a", array{4.0F}}, {"b", array{2.0F}}}));
  EXPECT_EQ(tx.init(params).structure()->text(), "(EmptyState(), EmptyState())");
}

TEST(stateless, sees_what_a_mask_lets_through) {
  const transformation tx = masked(stateless([](tree updates, const tree&) {
                                     EXPECT_EQ(updates.leaves().size(), 1U);
                                     updates.leaves()[0] = array{-1.0F};
                                     return updates;
                                   }),
                                   paths("b"));
  EXPECT_EQ(update(tx), (tree{{"a", array{1.0F}}, {"b", array{-1.0F}}}));
}

TEST(stateless, keeps_the_structure) {
  EXPECT_THAT(
      [] { update(stateless([](tree updates, const tree&) { return tree(updates["a"]); })); },
      ThrowsMessage<std::invalid_argument>(HasSubstr("the updates came back as *")));
}

TEST(stateless, wants_a_function) {
  EXPECT_THAT([] { stateless(nullptr); },
              ThrowsMessage<std::invalid_argument>("stateless: f is empty"));
  EXPECT_THAT([] { stateless_with_tree_map(nullptr); },
              ThrowsMessage<std::invalid_argument>("stateless_with_tree_map: f is empty"));
}

TEST(stateless_with_tree_map, is_a_function_of_arrays) {
  const transformation tx = stateless_with_tree_map([](const array& u, const array* p) {
    return p == nullptr ? array{-1.0F} : u == array{1.0F} ? *p : u;
  });
  EXPECT_EQ(update(tx), (tree{{"a", array{-1.0F}}, {"b", array{-1.0F}}}));
  EXPECT_EQ(update(tx, params), (tree{{"a", array{3.0F}}, {"b", array{2.0F}}}));
  EXPECT_EQ(describe(tx), "optax.stateless_with_tree_map(f=f)");
}

TEST(stateless_with_tree_map, keeps_shapes) {
  EXPECT_THAT(
      [] {
        update(stateless_with_tree_map([](const array&, const array*) { return array(1.0F); }));
      },
      ThrowsMessage<std::invalid_argument>(
          "stateless_with_tree_map: updates['a'] became float32 (), expected float32 (1,)"));
}

}  // namespace
