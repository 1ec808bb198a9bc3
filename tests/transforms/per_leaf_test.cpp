#include "optaxx/transforms/per_leaf.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

#include "transforms/twins.hpp"

namespace {

using namespace optaxx;
using support::contents;
using testing::ThrowsMessage;

const std::vector<contents> all_grads = {contents::plain, contents::huge, contents::plain,
                                         contents::nonfinite, contents::plain};

template <class T>
void halve(array& update) {
  T* const u = update.mutable_data<T>();
  for (std::size_t i = 0; i < update.size(); ++i) u[i] = T(0.5) * u[i];
}

template <class T>
void decay(array& update, const array& param) {
  T* const u = update.mutable_data<T>();
  const T* const p = param.data<T>();
  for (std::size_t i = 0; i < update.size(); ++i) u[i] = u[i] + T(0.1) * p[i];
}

TEST(per_leaf, a_function_of_the_update) {
  support::expect_twins(per_leaf("halve", halve<float>), scale(0.5), all_grads);
}

TEST(per_leaf, a_function_of_the_update_and_the_parameter) {
  support::expect_twins(per_leaf("decay", decay<float>), add_decayed_weights(0.1), all_grads);
}

TEST(per_leaf, a_function_of_the_leaf) {
  const auto tx = per_leaf("decay", [](leaf_view& leaf) {
    if (leaf.update().dtype() == dtype::f64) {
      decay<double>(leaf.update(), leaf.param());
    } else {
      decay<float>(leaf.update(), leaf.param());
    }
  });
  support::expect_twins(tx, add_decayed_weights(0.1), all_grads, {dtype::f64, dtype::f32});
}

TEST(per_leaf, the_leaf_says_which_one_it_is) {
  const auto number = per_leaf("number", [](leaf_view& leaf) {
    leaf.update() = array::scalar(dtype::f32, leaf.position());
  });
  const tree params{{"a", 9.0F}, {"b", 9.0F}, {"c", 9.0F}};
  opt_state state = number.init(params);
  EXPECT_EQ(number.update(params, state), (tree{{"a", 0.0F}, {"b", 1.0F}, {"c", 2.0F}}));
  const auto some = masked(number, paths("b", "c"));
  state = some.init(params);
  EXPECT_EQ(some.update(params, state), (tree{{"a", 9.0F}, {"b", 0.0F}, {"c", 1.0F}}));
}

TEST(per_leaf, keeps_no_state) {
  EXPECT_EQ(per_leaf("halve", halve<float>).init(tree(1.0F)).structure()->text(), "EmptyState()");
}

TEST(per_leaf, a_function_that_throws_changes_nothing) {
  int calls = 0;
  const auto tx = chain(trace(0.9), per_leaf("fussy", [&calls](array& update) {
                          halve<float>(update);
                          if (++calls == 4) throw std::runtime_error("not this one");
                        }));
  tree params{{"a", array{1.0F, 2.0F}}, {"b", array{3.0F}}};
  const tree grads{{"a", array{0.5F, -0.5F}}, {"b", array{1.0F}}};
  opt_state state = tx.init(params);
  tx.step(grads, state, params);
  const tree params_before = params;
  const tree state_before = state;
  EXPECT_THAT([&] { tx.step(grads, state, params); },
              ThrowsMessage<std::runtime_error>("not this one"));
  EXPECT_EQ(params, params_before);
  EXPECT_EQ(static_cast<const tree&>(state), state_before);
}

TEST(per_leaf, another_shape_or_dtype_is_an_error) {
  const tree params{{"a", array{1.0F}}, {"b", array{1.0F, 2.0F}}};
  const auto cut = per_leaf("cut", [](array& update) { update = array{1.0F}; });
  opt_state state = cut.init(params);
  EXPECT_THAT([&] { cut.update(params, state); },
              ThrowsMessage<std::invalid_argument>(
                  "cut: updates['b'] became float32 (1,), expected float32 (2,)"));
  const auto widen = per_leaf("widen", [](array& update) { update = array{1.0}; });
  state = widen.init(params);
  EXPECT_THAT([&] { widen.update(params, state); },
              ThrowsMessage<std::invalid_argument>(
                  "widen: updates['a'] became float64 (1,), expected float32 (1,)"));
}

TEST(per_leaf, missing_parameters_are_an_error) {
  const tree grads{{"w", array{1.0F}}};
  const auto tx = per_leaf("my_decay", decay<float>);
  opt_state state = tx.init(grads);
  EXPECT_THAT([&] { tx.update(grads, state); },
              ThrowsMessage<std::invalid_argument>(
                  "my_decay: needs params, but update was called without them"));
}

TEST(per_leaf, an_empty_name_is_an_error) {
  EXPECT_THAT([] { per_leaf("", halve<float>); },
              ThrowsMessage<std::invalid_argument>("per_leaf: the name is empty"));
}

TEST(per_leaf, describes_itself_by_its_name) {
  EXPECT_EQ(describe(per_leaf("halve", halve<float>)), "halve");
}

}  // namespace
