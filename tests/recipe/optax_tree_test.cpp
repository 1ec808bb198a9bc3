// optax.tree in recipes. The numbers and types are those of Optax 0.2.8 under JAX 0.10.

#include <gmock/gmock.h>

#include "optaxx/optaxx.hpp"
#include "recipe/evaluated.hpp"

namespace {

using testing::HasSubstr;

std::string result_of(const std::string& expression, bool x64 = false) {
  return evaluated("tree = optax.tree\nresult = " + expression, x64);
}

TEST(recipe_optax_tree, combines_trees) {
  EXPECT_EQ(result_of("tree.add({'a': 1, 'b': (2, None)}, {'a': 2, 'b': (0.5, None)})"),
            "{'a': 3, 'b': (2.5, None)}");
  EXPECT_EQ(result_of("tree.add([1], [2], [0.5])"), "[3.5]");
  EXPECT_EQ(result_of("tree.add(tree_y=1, tree_x=2)"), "3");
  EXPECT_EQ(result_of("tree.sub({'a': 3}, {'a': 1})"), "{'a': 2}");
  EXPECT_EQ(result_of("tree.mul([2, 3.0], [4, 5])"), "[8, 15.0]");
  EXPECT_EQ(result_of("tree.div({'a': 1}, {'a': 2})"), "{'a': 0.5}");
  EXPECT_EQ(result_of("tree.scale(2.0, {'a': [1, 2]})"), "{'a': [2.0, 4.0]}");
  EXPECT_EQ(result_of("tree.scale(scalar=jnp.int32(2), tree={'a': 1.5})['a'].dtype"), "float32");
  EXPECT_EQ(result_of("tree.add_scale({'a': 1, 'b': None}, 0.5, {'a': 2, 'b': None})"),
            "{'a': 2.0, 'b': None}");
  EXPECT_EQ(result_of("tree.add_scale({'a': None}, 2, {'a': 2})"), "{'a': None}");
  // The factor is an array, of weak type.
  EXPECT_EQ(result_of("tree.add_scale(1, 0.5, 2).dtype", true), "float64");
  EXPECT_EQ(result_of("tree.add_scale(jnp.float32(1), 0.5, 2).dtype", true), "float32");
  EXPECT_EQ(result_of("tree.where(True, {'a': 1}, {'a': 2})"), "{'a': 1}");
  EXPECT_EQ(result_of("tree.where(jnp.int32(1) > 2, [1.0], [2])"), "[2.0]");
}

TEST(recipe_optax_tree, makes_one_number_of_a_tree) {
  EXPECT_EQ(result_of("tree.sum({'a': 1, 'b': [0.1, 2]})"), "3.1");
  EXPECT_EQ(result_of("tree.sum({'a': 1, 'b': True})"), "2");
  EXPECT_EQ(result_of("tree.sum({'a': 1}).dtype"), "int32");
  EXPECT_EQ(result_of("tree.sum({'a': jnp.int32(1)}).dtype", true), "int64");
  EXPECT_EQ(result_of("tree.sum({'a': jnp.array([1, 2]), 'b': 3})"), "6");
  EXPECT_EQ(result_of("tree.sum({})"), "0");
  EXPECT_EQ(result_of("tree.max({'a': 1, 'b': [0.1, 2]})"), "2.0");
  EXPECT_EQ(result_of("tree.max([jnp.array([1, 2]), 1.5])"), "2.0");
  EXPECT_EQ(result_of("tree.max({})"), "-jnp.inf");
  EXPECT_EQ(result_of("tree.min({'a': jnp.int32(3), 'b': 2})"), "2.0");
  EXPECT_EQ(result_of("tree.size({'a': 1, 'b': (2.0, jnp.array([1, 2]))})"), "4");
  EXPECT_EQ(result_of("tree.dtype({'a': jnp.int32(1), 'b': jnp.int32(2)})"), "int32");
  EXPECT_EQ(result_of("tree.dtype([jnp.array([1.0]), 2.0])", true), "float64");
  EXPECT_EQ(result_of("tree.dtype({})"), "float32");
}

TEST(recipe_optax_tree, makes_trees_of_one_number) {
  EXPECT_EQ(result_of("tree.zeros_like({'a': 1, 'b': 0.5})"), "{'a': 0, 'b': 0.0}");
  EXPECT_EQ(result_of("tree.ones_like([jnp.int32(4), 0.5])"), "[1, 1.0]");
  EXPECT_EQ(result_of("tree.full_like({'a': 1}, 0.5)"), "{'a': 0}");
  EXPECT_EQ(result_of("tree.full_like({'a': jnp.array([1, 2])}, fill_value=7)"), "{'a': [7, 7]}");
  EXPECT_EQ(result_of("tree.zeros_like({'a': 1}, dtype=jnp.float32)"), "{'a': 0.0}");
  EXPECT_EQ(result_of("(tree.ones_like(0.5) * jnp.float32(1)).dtype", true), "float32");
}

TEST(recipe_optax_tree, has_its_older_names) {
  EXPECT_EQ(result_of("optax.tree_utils.tree_add({'a': 1}, {'a': 2})"), "{'a': 3}");
  EXPECT_EQ(result_of("optax.tree_utils.tree_scalar_mul(2, {'a': 1})"), "{'a': 2}");
  EXPECT_EQ(result_of("optax.tree_utils.tree_add_scalar_mul({'a': 1}, 2, {'a': 1})"), "{'a': 3}");
  EXPECT_EQ(result_of("optax.tree_utils.tree_full_like([1], 3)"), "[3]");
}

TEST(recipe_optax_tree, says_what_is_wrong) {
  EXPECT_THAT(result_of("tree.add({'a': 1}, {'b': 1})"), HasSubstr("the trees differ at ['a']"));
  EXPECT_THAT(result_of("tree.sub({'a': 1}, {'a': 'x'})"),
              HasSubstr("'-' of 1 and the string 'x'"));
  EXPECT_THAT(result_of("tree.div([1], [0])"), HasSubstr("division by zero"));
  EXPECT_THAT(result_of("tree.scale({'a': 1})"),
              HasSubstr("optax.tree.scale needs the argument 'tree'"));
  EXPECT_THAT(result_of("tree.scal(2, 1)"), HasSubstr("(did you mean 'scale'?)"));
  EXPECT_THAT(result_of("tree.sum(['a'])"), HasSubstr("expected a number, got the string 'a'"));
  EXPECT_THAT(result_of("tree.sum([jnp.array([0.1] * 32)])"),
              HasSubstr("more than 31 floats of an array have no order here"));
  EXPECT_THAT(result_of("tree.dtype([jnp.int32(1), 0.5])"),
              HasSubstr("there are leaves of int32 and of float32"));
  EXPECT_THAT(result_of("tree.zeros_like(['a'])"), HasSubstr("got the string 'a'"));
}

TEST(recipe_optax_tree, takes_the_time_of_its_numbers) {
  const std::string before = "(lambda a: [";
  const std::string after = " for i in range(9999)])(jnp.array(range(9999)))";
  for (const std::string call : {"tree.add(a, 1)[0]", "tree.sum(a)", "tree.max(a)",
                                 "tree.zeros_like(a)[0]", "tree.where(True, a, a)[0]"})
    EXPECT_THAT(result_of(before + call + after), HasSubstr("more work")) << call;
}

using namespace optaxx;

TEST(recipe_optax_tree, sees_the_shapes_of_the_parameters) {
  const tree params{{"a", array(dtype::f32, {2, 3})}, {"b", array(dtype::f32, {4})}};
  const auto selected = [&](const std::string& condition) {
    const auto tx = recipe(
        "tx = optax.masked(optax.set_to_zero(), lambda p: jax.tree.map(lambda x: " + condition +
        ", p))");
    opt_state state = tx.init(params);
    tree ones = params;
    for (array& a : ones.leaves()) a.mutable_data<float>()[0] = 1;
    const tree updates = tx.update(ones, state, params);
    return updates.leaves()[0].data<float>()[0] == 0;
  };
  EXPECT_TRUE(selected("optax.tree.size(p) == 10"));
  EXPECT_FALSE(selected("optax.tree.size(p) != 10"));
  EXPECT_TRUE(selected("optax.tree.dtype(p) == jnp.float32"));
  EXPECT_THROW(selected("optax.tree.ones_like(p)"), format_error);
}

}  // namespace
