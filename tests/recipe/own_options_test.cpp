// Options that Optax lacks: a recipe has them under the factory's name in optaxx.
#include <gmock/gmock.h>

#include <cmath>

#include "optaxx/core/errors.hpp"
#include "optaxx/optimizers/adam.hpp"
#include "optaxx/recipe/recipe.hpp"
#include "optaxx/transforms/scale_by_adam.hpp"

namespace {

using namespace optaxx;
using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(own_options, have_a_name_of_ours) {
  const char* const text = "optaxx.adam(learning_rate=0.1, nu_dtype=jnp.bfloat16)";
  EXPECT_EQ(describe(recipe(text)), text);
  EXPECT_EQ(describe(adam(0.1, {.nu_dtype = dtype::bf16})), text);
  EXPECT_EQ(describe(recipe("optaxx.contrib.adopt(0.1, nu_dtype='bfloat16')")),
            "optaxx.contrib.adopt(learning_rate=0.1, nu_dtype=jnp.bfloat16)");
}

TEST(own_options, leave_the_name_to_optax_at_their_defaults) {
  EXPECT_EQ(describe(recipe("optaxx.adam(0.1, mu_dtype='bfloat16')")),
            "optax.adam(learning_rate=0.1, mu_dtype=jnp.bfloat16)");
  EXPECT_EQ(describe(recipe("optaxx.adam(0.1, nu_dtype=None)")), "optax.adam(learning_rate=0.1)");
}

TEST(own_options, are_none_of_optax) {
  EXPECT_THAT([] { recipe("optax.adam(0.1, nu_dtype='bfloat16')"); },
              ThrowsMessage<format_error>(HasSubstr("optax.adam has no argument 'nu_dtype'")));
  EXPECT_THAT([] { recipe("optax.adam(0.1, 0.9, 0.999, 1e-8, 0.0, None, False, 'bfloat16')"); },
              ThrowsMessage<format_error>(HasSubstr("optax.adam")));
}

// The arithmetic is that of float32; what a step leaves is rounded.
TEST(nu_dtype, is_what_nu_is_rounded_to_between_steps) {
  const transformation tx =
      scale_by_adam({.b1 = 0.0, .b2 = 0.5, .eps = 0.0, .nu_dtype = dtype::bf16});
  const tree params = array{0.0F};
  opt_state state = tx.init(params);
  const float g = 1.0F + 0x1p-6F;
  tx.update(array{g}, state);
  // (1 + 2^-5 + 2^-12) / 2: a bfloat16 keeps 2^-5 and not 2^-12.
  const float nu = 0.5F * (1.0F + 0x1p-5F);
  EXPECT_EQ(state["nu"].leaf().dtype(), dtype::bf16);
  EXPECT_EQ(state["nu"].leaf().item(), nu);
  EXPECT_EQ(tx.update(array{1.0F}, state),
            tree(array{1.0F / std::sqrt((0.5F + 0.5F * nu) / 0.75F)}));
}

}  // namespace
