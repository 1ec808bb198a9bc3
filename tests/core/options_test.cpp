#include "optaxx/core/options.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace {

using namespace optaxx;
using testing::ElementsAre;

// A factory like those of the library, whose product is its own call.
template <class Rate = scalar_or_schedule, class Momentum = number>
struct toy_options {
  Rate learning_rate = missing<Rate>();
  Momentum momentum = or_default<Momentum>(0.9);
  bool nesterov = false;
  std::optional<dtype> mu_dtype = {};
  std::string name = "toy";
  leaf_mask mask = {};
  OPTAXX_FIELDS(learning_rate, momentum, nesterov, mu_dtype, name, mask)
};

std::string make_toy(const toy_options<>& o) {
  return call_of<toy_options<given, number>>("optax.toy", o).text();
}

constexpr factory<std::string, toy_options, 1, scalar_or_schedule, number> toy{make_toy};

TEST(factory, takes_keywords) {
  EXPECT_EQ(toy({.learning_rate = 0.1}), "optax.toy(learning_rate=0.1)");
  EXPECT_EQ(toy({.learning_rate = 1, .momentum = 0.5, .nesterov = true}),
            "optax.toy(learning_rate=1, momentum=0.5, nesterov=True)");
}

TEST(factory, takes_its_first_arguments_by_position) {
  EXPECT_EQ(toy(0.1), "optax.toy(learning_rate=0.1)");
  EXPECT_EQ(toy(0.1, 0.5), "optax.toy(learning_rate=0.1, momentum=0.5)");
  EXPECT_EQ(toy([](step_t) { return 0.1; }), "optax.toy(learning_rate=schedule)");
}

TEST(factory, takes_keywords_after_positions) {
  EXPECT_EQ(toy(0.1, {.momentum = 0.5}), "optax.toy(learning_rate=0.1, momentum=0.5)");
  EXPECT_EQ(toy(0.1, 0.5, {.nesterov = true}),
            "optax.toy(learning_rate=0.1, momentum=0.5, nesterov=True)");
  EXPECT_EQ(toy(0.1, {.mu_dtype = dtype::bf16, .mask = paths("**/w")}),
            "optax.toy(learning_rate=0.1, mu_dtype=jnp.bfloat16, mask=optaxx.paths('**/w'))");
}

TEST(factory, takes_a_mask_in_braces) {
  EXPECT_EQ(toy(0.1, {.mask = {{"w", true}, {"b", {{"c", false}}}}}),
            "optax.toy(learning_rate=0.1, mask={'b': {'c': False}, 'w': True})");
  EXPECT_EQ(toy({.learning_rate = 0.1, .mask = {{"w", true}}}),
            "optax.toy(learning_rate=0.1, mask={'w': True})");
  EXPECT_EQ(toy(0.1, {.mask = {}}), toy(0.1));
}

TEST(factory, takes_its_options_as_a_value) {
  toy_options<> o{.learning_rate = 0.1};
  o.name = "it's";
  EXPECT_EQ(toy(o), "optax.toy(learning_rate=0.1, name=\"it's\")");
}

template <class F>
concept takes_a_keyword_twice = requires(F f) {
  f(0.1, {.learning_rate = 0.2});
};
template <class F>
concept takes_a_second_keyword_twice = requires(F f) {
  f(0.1, 0.5, {.momentum = 0.2});
};
template <class F>
concept takes_a_third_position = requires(F f) {
  f(0.1, 0.5, true);
};
template <class F>
concept takes_a_bool = requires(F f) {
  f(true);
};
template <class F>
concept takes_a_text = requires(F f) {
  f("0.1");
};
template <class F>
concept takes_a_bool_as_a_keyword = requires(F f) {
  f({.learning_rate = true});
};
template <class F>
concept takes_a_text_as_a_mask = requires(F f) {
  f(0.1, {.mask = "**/w"});
};
template <class F>
concept takes_a_schedule_as_a_number = requires(F f) {
  f(0.1, [](step_t) { return 0.1; });
};
template <class F>
concept takes_an_unknown_keyword = requires(F f) {
  f(0.1, {.momentun = 0.5});
};
template <class F>
concept takes_nothing = requires(F f) {
  f();
};

using toy_factory = decltype(toy);
static_assert(!takes_a_keyword_twice<toy_factory> && !takes_a_second_keyword_twice<toy_factory>);
static_assert(!takes_a_third_position<toy_factory> && !takes_nothing<toy_factory>);
static_assert(!takes_a_bool<toy_factory> && !takes_a_text<toy_factory>);
static_assert(!takes_a_bool_as_a_keyword<toy_factory> && !takes_a_text_as_a_mask<toy_factory>);
static_assert(!takes_a_schedule_as_a_number<toy_factory> && !takes_an_unknown_keyword<toy_factory>);

template <class First = number, class Second = number>
struct line_options {
  First first = missing<First>();
  Second second = missing<Second>();
  std::int64_t steps = 10;
  OPTAXX_FIELDS(first, second, steps)
};

std::string make_line(const line_options<>& o) {
  return call_of<line_options<given, given>>("optax.line", o).text();
}

constexpr factory<std::string, line_options, 2, number, number> line{make_line};

TEST(factory, may_require_several_arguments) {
  EXPECT_EQ(line(0, 1e-3), "optax.line(first=0, second=0.001)");
  EXPECT_EQ(line(0, 1e-3, {.steps = 5}), "optax.line(first=0, second=0.001, steps=5)");
  EXPECT_EQ(line({.first = 0.0, .second = 1.0}), "optax.line(first=0.0, second=1.0)");
  EXPECT_EQ(line(0, {.second = 1.0, .steps = 5}), "optax.line(first=0, second=1.0, steps=5)");
}

static_assert(!std::is_invocable_v<decltype(line), double> && !takes_nothing<decltype(line)>);

template <class Decay = number>
struct plain_options {
  Decay decay = or_default<Decay>(0.9);
  OPTAXX_FIELDS(decay)
};

std::string make_plain(const plain_options<>& o) {
  return call_of<plain_options<>>("optax.plain", o).text();
}

constexpr factory<std::string, plain_options, 0, number> plain{make_plain};

TEST(factory, may_require_nothing) {
  EXPECT_EQ(plain(), "optax.plain()");
  EXPECT_EQ(plain(0.5), "optax.plain(decay=0.5)");
  EXPECT_EQ(plain({.decay = 0.5}), "optax.plain(decay=0.5)");
}

TEST(options, know_their_fields) {
  const toy_options<> o{.learning_rate = 0.1};
  EXPECT_EQ(std::tuple_size_v<decltype(o.fields())>, 6U);
  EXPECT_THAT(toy_options<>::names(),
              ElementsAre("learning_rate", "momentum", "nesterov", "mu_dtype", "name", "mask"));
  EXPECT_EQ(&std::get<4>(o.fields()), &o.name);
}

TEST(split_names, cuts_at_commas_and_trims) {
  EXPECT_THAT(split_names("a, b,\n    c"), ElementsAre("a", "b", "c"));
  EXPECT_THAT(split_names("b1"), ElementsAre("b1"));
  EXPECT_TRUE(split_names("").empty());
}

TEST(option_text, is_pythons_spelling) {
  EXPECT_EQ(option_text(number(1e-8)), "1e-08");
  EXPECT_EQ(option_text(true), "True");
  EXPECT_EQ(option_text(std::int64_t{3}), "3");
  EXPECT_EQ(option_text(dtype::bf16), "jnp.bfloat16");
  EXPECT_EQ(option_text(dtype::boolean), "jnp.bool_");
  EXPECT_EQ(option_text(std::string("rms")), "'rms'");
  EXPECT_EQ(option_text(std::optional<number>()), "None");
  EXPECT_EQ(option_text(std::optional<number>(2)), "2");
  EXPECT_EQ(option_text(scalar_or_schedule(0.1)), "0.1");
  EXPECT_EQ(option_text(leaf_mask(mask_tree{{"w", true}})), "{'w': True}");
  EXPECT_EQ(option_text(leaf_labels(label_tree{{"w", "a"}})), "{'w': 'a'}");
}

TEST(call, is_an_expression) {
  EXPECT_EQ((call{"optax.identity", {}}.text()), "optax.identity()");
  EXPECT_EQ((call{"optax.chain", {{"", "a"}, {"", "b"}}}.text()), "optax.chain(a, b)");
  EXPECT_EQ((call{"optax.masked", {{"", "inner"}, {"mask", "None"}}}.text()),
            "optax.masked(inner, mask=None)");
}

}  // namespace
