#include "optaxx/tree_utils/tree_map_params.hpp"

#include <gmock/gmock.h>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/combinators/inject_hyperparams.hpp"
#include "optaxx/combinators/masked.hpp"
#include "optaxx/combinators/multi_steps.hpp"
#include "optaxx/core/errors.hpp"
#include "optaxx/optimizers/adam.hpp"
#include "optaxx/optimizers/adamw.hpp"
#include "optaxx/optimizers/sgd.hpp"
#include "optaxx/transforms/scale_by_factored_rms.hpp"

namespace {

using namespace optaxx;
using testing::HasSubstr;
using testing::ThrowsMessage;

const tree params{{"b", array{1.0F}}, {"w", array{2.0F, 3.0F}}};

array one(const array&) { return array(1.0F); }
array none_of_them(const array&) { return array(0.0F); }

// What optax.tree.map_params(tx, lambda _: 1, state, transform_non_params=lambda _: 0) has.
std::string marks(const transformation& tx) {
  const tree marked = tree_map_params(tx, one, tx.init(params), none_of_them);
  std::string text;
  for (const array& a : marked.leaves()) text += a.item() != 0 ? '1' : '0';
  return text;
}

TEST(tree_map_params, finds_the_trees_that_are_like_the_parameters) {
  EXPECT_EQ(marks(sgd(0.1)), "");
  EXPECT_EQ(marks(adam(0.1)), "01111");
  EXPECT_EQ(marks(multi_steps(adam(0.1), 2)), "000111111");
  EXPECT_EQ(marks(inject_hyperparams(adam)({.learning_rate = 0.1})), "00000001111");
  EXPECT_EQ(marks(scale_by_factored_rms()), "0111111");
  const mask_tree only_w{{"b", false}, {"w", true}};
  EXPECT_EQ(marks(masked(adam(0.1), only_w)), "011");
  EXPECT_EQ(marks(adamw(0.1, {.mask = only_w})), "01111");
}

TEST(tree_map_params, leaves_the_rest_of_the_state_as_it_is) {
  const transformation tx = adam(0.1);
  opt_state state = tx.init(params);
  tx.update(params, state);
  const tree marked = tree_map_params(tx, one, state);
  EXPECT_EQ(marked[0]["count"].leaf().item(), 1);
  EXPECT_EQ(marked[0]["mu"]["w"].leaf(), array(1.0F));
}

TEST(tree_map_params, gives_the_leaves_of_another_tree_beside) {
  const transformation tx = adam(0.1);
  const opt_state state = tx.init(params);
  const tree rest{{"b", array(5.0F)}, {"w", array(6.0F)}};
  const tree mapped = tree_map_params(
      tx, [](const array&, const array& r) { return r; }, state, rest);
  EXPECT_EQ(tree(mapped[0]["mu"]), rest);
  EXPECT_EQ(tree(mapped[0]["nu"]), rest);
  EXPECT_THAT(
      [&] {
        tree_map_params(
            tx, [](const array&, const array& r) { return r; }, state, tree(array(1.0F)));
      },
      ThrowsMessage<tree_mismatch>("tree_map_params: rest is *, the parameters are {'b': *, 'w': "
                                   "*}"));
}

TEST(tree_map_params, refuses_the_state_of_another_transformation) {
  EXPECT_THAT([] { tree_map_params(adam(0.1), one, sgd(0.1, 0.9).init(params)); },
              ThrowsMessage<tree_mismatch>(HasSubstr("not what this transformation lays out")));
}

}  // namespace
