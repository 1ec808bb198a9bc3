#include "optaxx/contrib/split_real_and_imaginary.hpp"

#include <gmock/gmock.h>

#include "optaxx/optimizers/adam.hpp"

namespace {

using namespace optaxx;

TEST(split_real_and_imaginary, treats_a_complex_array_as_the_pair_that_optax_makes_of_it) {
  const transformation tx = contrib::split_real_and_imaginary(adam(0.1));
  const auto pair = [](float real, float imaginary) {
    return tree::named_struct("SplitRealAndImaginaryArrays",
                              {{"real", array{real}}, {"imaginary", array{imaginary}}});
  };
  const tree params{{"b", array{0.5F}}, {"z", pair(3.0F, -4.0F)}};
  opt_state state = tx.init(params);
  EXPECT_EQ(state.structure()->text(),
            "SplitRealAndImaginaryState(inner_state=(ScaleByAdamState(count=*, mu={'b': *, 'z': "
            "SplitRealAndImaginaryArrays(real=*, imaginary=*)}, nu={'b': *, 'z': "
            "SplitRealAndImaginaryArrays(real=*, imaginary=*)}), EmptyState()))");
  tx.update(params, state, params);
  const tree updates = tx.update(tree{{"b", array{0.1F}}, {"z", pair(-1.0F, 0.5F)}}, state, params);
  EXPECT_EQ(updates["b"].leaf(), array{-0.08030329F});
  EXPECT_EQ(updates["z"]["real"].leaf(), array{-0.040021457F});
  EXPECT_EQ(updates["z"]["imaginary"].leaf(), array{0.05725288F});
}

TEST(split_real_and_imaginary, describes_itself) {
  EXPECT_EQ(describe(contrib::split_real_and_imaginary(adam(0.1))),
            "optax.contrib.split_real_and_imaginary(inner=optax.adam(learning_rate=0.1))");
}

}  // namespace
