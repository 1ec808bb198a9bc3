// Steps with more slots than a byte can number.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/combinators/partition.hpp"
#include "optaxx/core/mask.hpp"
#include "optaxx/optimizers/adam.hpp"
#include "optaxx/transforms/trace.hpp"
#include "support/compare.hpp"

namespace {

using namespace optaxx;

transformation traces(int n, double decay) {
  return chain(std::vector<transformation>(static_cast<std::size_t>(n), trace(decay)));
}

// Of gradients 1 and 1 the k-th trace makes 1 and 1 + k / 2.
TEST(a_step, of_300_traces_is_what_they_make_one_after_the_other) {
  const transformation tx = traces(300, 0.5);
  tree params = array{0.0F, 0.0F};
  opt_state state = tx.init(params);
  const tree grads = array{1.0F, -2.0F};
  tx.step(grads, state, params);
  EXPECT_EQ(params, tree(array{1.0F, -2.0F}));
  EXPECT_EQ(tx.update(grads, state), tree(array{151.0F, -302.0F}));
}

// bfloat16 has eight binary digits: the 254th trace makes 128, and those behind it leave that.
TEST(a_step, of_300_traces_below_float32_is_what_they_make_one_after_the_other) {
  const transformation tx = chain(traces(254, 0.5), traces(46, 0.0));
  const tree grads = astype(array{1.0F, -2.0F}, dtype::bf16);
  opt_state state = tx.init(grads);
  tx.update(grads, state);
  EXPECT_EQ(tx.update(grads, state), tree(astype(array{128.0F, -256.0F}, dtype::bf16)));
}

// adam goes element by element: labels change nothing.
TEST(partition, of_a_label_for_each_of_200_leaves_has_the_bits_of_one_transformation) {
  std::vector<std::pair<std::string, tree>> leaves;
  std::vector<std::pair<std::string, label_tree>> labels;
  std::vector<std::pair<std::string, transformation>> transforms;
  for (int i = 0; i < 200; ++i) {
    const std::string name = "layer" + std::to_string(i);
    leaves.emplace_back(name, array{0.25F * static_cast<float>(i + 1), -3.0F});
    labels.emplace_back(name, name);
    transforms.emplace_back(name, adam(0.1));
  }
  const tree start = tree::dict(leaves);
  const tree grads = tree_map([](const array& a) { return array(a); }, start);
  const transformation by_label =
      partition({.transforms = transforms, .param_labels = label_tree::dict(labels)});
  tree one = start;
  tree other = start;
  opt_state state = adam(0.1).init(one);
  opt_state states = by_label.init(other);
  for (int i = 0; i < 3; ++i) {
    adam(0.1).step(grads, state, one);
    by_label.step(grads, states, other);
  }
  EXPECT_EQ(one, other);
  EXPECT_NE(one, start);
}

}  // namespace
