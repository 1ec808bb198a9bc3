#include "optaxx/transforms/elementwise.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

#include "transforms/twins.hpp"

namespace {

using namespace optaxx;
using support::contents;
using testing::ThrowsMessage;

const std::vector<contents> all_grads = {contents::plain, contents::small,     contents::huge,
                                         contents::plain, contents::nonfinite, contents::plain};

struct momentum {
  double decay;
  template <class T>
  void operator()(T& u, T& trace) const noexcept {
    u = u + T(decay) * trace;
    trace = u;
  }
};

struct decay_weights {
  double rate;
  template <class T>
  void operator()(T& u, const T& p) const noexcept {
    u = u + T(rate) * p;
  }
};

struct shrink {
  double factor;
  template <class T>
  void operator()(T& u) const noexcept {
    u = T(factor) * u;
  }
};

TEST(elementwise, momentum_has_the_bits_of_trace) {
  support::expect_twins(elementwise("momentum", {"trace"}, momentum{0.9}), trace(0.9), all_grads);
}

TEST(elementwise, momentum_has_the_bits_of_trace_in_float64) {
  support::expect_twins(elementwise("momentum", {"trace"}, momentum{0.9}), trace(0.9), all_grads,
                        {dtype::f64, dtype::f32});
}

// A half, because trace forms the product in the slot's dtype, as JAX does, and a kernel in T.
TEST(elementwise, slots_are_stored_as_asked) {
  support::expect_twins(elementwise("momentum", {{"trace", {.dtype = dtype::f32}}}, momentum{0.5}),
                        trace(0.5, {.accumulator_dtype = dtype::f32}), all_grads, {dtype::f64});
}

TEST(elementwise, a_kernel_sees_the_parameters) {
  support::expect_twins(elementwise("decay", decay_weights{0.1}), add_decayed_weights(0.1),
                        all_grads);
}

TEST(elementwise, a_callable_makes_a_kernel_for_each_step) {
  const schedule rate = linear_schedule(1.0, 0.0, 4);
  support::expect_twins(elementwise("fade", [rate](step_t step) { return shrink{rate(step)}; }),
                        scale_by_schedule(rate), all_grads);
}

TEST(elementwise, a_lambda_is_a_kernel) {
  support::expect_twins(elementwise("momentum", {"trace"},
                                    [decay = 0.9]<class T>(T& u, T& t) noexcept {
                                      u = u + T(decay) * t;
                                      t = u;
                                    }),
                        trace(0.9), all_grads);
}

TEST(elementwise, the_state_has_the_names_given) {
  const tree params{{"w", array{1.0F, 2.0F}}};
  const auto two = [](step_t) { return [](auto& u, auto& m, auto& n) noexcept { u = m = n; }; };
  const opt_state state = elementwise("two", {"m", {"n", {.value = 0.5}}}, two).init(params);
  EXPECT_EQ(state.structure()->text(), "ElementwiseState(count=*, m={'w': *}, n={'w': *})");
  EXPECT_EQ(state["n"]["w"].leaf(), (array{0.5F, 0.5F}));
  EXPECT_EQ(elementwise("one", {"m"}, momentum{0.9}).init(params).structure()->text(),
            "ElementwiseState(m={'w': *})");
  EXPECT_EQ(elementwise("none", shrink{0.5}).init(params).structure()->text(), "EmptyState()");
}

TEST(elementwise, the_step_begins_at_0_and_is_the_count) {
  const auto tx = elementwise("step", [](step_t step) {
    return [step]<class T>(T& u) noexcept { u = static_cast<T>(step); };
  });
  const tree params(1.0F);
  opt_state state = tx.init(params);
  EXPECT_EQ(tx.update(params, state).leaf().item(), 0.0);
  EXPECT_EQ(tx.update(params, state).leaf().item(), 1.0);
  EXPECT_EQ(state["count"].leaf().item(), 2.0);
}

TEST(elementwise, a_kernel_gets_the_index_of_the_element) {
  const auto tx = elementwise("index", [](step_t) {
    return []<class T>(std::size_t i, T& u) noexcept { u = static_cast<T>(i); };
  });
  const tree params{{"a", array{9.0F, 9.0F}}, {"b", array{9.0F, 9.0F, 9.0F}}};
  opt_state state = tx.init(params);
  const tree expected{{"a", array{0.0F, 1.0F}}, {"b", array{0.0F, 1.0F, 2.0F}}};
  EXPECT_EQ(tx.update(params, state), expected);
}

TEST(elementwise, a_callable_that_throws_changes_nothing) {
  const auto late = elementwise("late", [](step_t step) {
    if (step == 1) throw std::runtime_error("no rate for step 1");
    return shrink{0.5};
  });
  const auto tx = chain(trace(0.9), late);
  tree params{{"w", array{1.0F, 2.0F}}};
  const tree grads{{"w", array{0.5F, -0.5F}}};
  opt_state state = tx.init(params);
  tx.step(grads, state, params);
  const tree params_before = params;
  const tree state_before = state;
  EXPECT_THAT([&] { tx.step(grads, state, params); },
              ThrowsMessage<std::runtime_error>("no rate for step 1"));
  EXPECT_EQ(params, params_before);
  EXPECT_EQ(static_cast<const tree&>(state), state_before);
}

TEST(elementwise, a_kernel_without_its_parameters_is_an_error) {
  const auto tx = elementwise("my_decay", decay_weights{0.1});
  const tree grads{{"w", array{1.0F}}};
  opt_state state = tx.init(grads);
  EXPECT_THAT([&] { tx.update(grads, state); },
              ThrowsMessage<std::invalid_argument>(
                  "my_decay: needs params, but update was called without them"));
}

TEST(elementwise, bad_names_are_errors) {
  EXPECT_THAT([] { elementwise("", shrink{0.5}); },
              ThrowsMessage<std::invalid_argument>("elementwise: the name is empty"));
  EXPECT_THAT([] { elementwise("mine", {""}, momentum{0.9}); },
              ThrowsMessage<std::invalid_argument>("mine: a slot's name is empty"));
  const auto kernel = []<class T>(T& u, T& m, T& n) noexcept { u = m = n; };
  EXPECT_THAT(
      [&] {
        elementwise("mine", {"m", "m"}, kernel);
      },
      ThrowsMessage<std::invalid_argument>("mine: two fields of the state are called 'm'"));
  const auto with_count = [](step_t) { return momentum{0.9}; };
  EXPECT_THAT(
      [&] { elementwise("mine", {"count"}, with_count); },
      ThrowsMessage<std::invalid_argument>("mine: two fields of the state are called 'count'"));
}

TEST(elementwise, describes_itself_by_its_name) {
  EXPECT_EQ(describe(chain(elementwise("my_lib.momentum", {"m"}, momentum{0.9}), scale(-0.1))),
            "optax.chain(my_lib.momentum(), optax.scale(step_size=-0.1))");
}

}  // namespace
