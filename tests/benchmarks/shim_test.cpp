#include "peers/shim.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <optaxx/optaxx.hpp>
#include <string>
#include <vector>

namespace bench {
namespace {

using testing::HasSubstr;

const std::vector<std::size_t> sizes{37, 1, 100};
constexpr const char* adamw = "optax.adamw(1e-3, weight_decay=0.01)";
constexpr const char* clipped =
    "optax.chain(optax.clip_by_global_norm(0.1), "
    "optax.adamw(optax.cosine_decay_schedule(1e-3, 100), weight_decay=0.01))";

struct deleter {
  void operator()(problem* p) const { optaxx_delete(p); }
};
using owned = std::unique_ptr<problem, deleter>;

owned made(const char* recipe, int fast = 0, problem* like = nullptr) {
  return owned(optaxx_new(recipe, fast, sizes.data(), sizes.size(), like));
}

// Parameters after steps of the transformation itself, from the first on or the one behind `count`.
optaxx::tree stepped(const char* recipe, int times, const optaxx::init_options& how = {},
                     std::int32_t count = 0) {
  const optaxx::transformation tx = optaxx::recipe(recipe);
  optaxx::tree params = filled(sizes, 1.0F);
  const optaxx::tree grads = filled(sizes, 0.01F);
  optaxx::opt_state state = tx.init(params, how);
  for (std::size_t i = 0; i < state.leaves().size(); ++i) {
    if (state.path(i).ends_with("count")) *state.leaves()[i].mutable_data<std::int32_t>() = count;
  }
  for (int i = 0; i < times; ++i) tx.step(grads, state, params);
  return params;
}

void expect_same_bits(problem* p, const optaxx::tree& expected) {
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    EXPECT_EQ(std::memcmp(optaxx_array(p, "params", i), expected.leaves()[i].data(),
                          sizes[i] * sizeof(float)),
              0)
        << "leaf " << i;
  }
}

TEST(shim, its_steps_are_those_of_the_transformation_to_the_bit) {
  for (const char* recipe : {adamw, clipped}) {
    const owned p = made(recipe);
    EXPECT_EQ(optaxx_step(p.get(), 3), 0);
    EXPECT_EQ(optaxx_step(p.get(), 2), 0);
    expect_same_bits(p.get(), stepped(recipe, 5));
  }
}

TEST(shim, steps_fast_if_asked) {
  const optaxx::init_options how{.numerics = optaxx::numerics::fast};
  ASSERT_NE(stepped(adamw, 5), stepped(adamw, 5, how));
  const owned p = made(adamw, 1);
  optaxx_step(p.get(), 5);
  expect_same_bits(p.get(), stepped(adamw, 5, how));
}

TEST(shim, goes_on_as_after_so_many_steps) {
  ASSERT_NE(stepped(clipped, 2), stepped(clipped, 2, {}, 50));
  const owned p = made(clipped);
  optaxx_set_count(p.get(), 50);
  optaxx_step(p.get(), 2);
  expect_same_bits(p.get(), stepped(clipped, 2, {}, 50));
}

TEST(shim, two_step_the_same_arrays) {
  const owned first = made(adamw);
  const owned second = made(adamw, 0, first.get());
  for (const char* name : {"params", "grads", "mu", "nu"}) {
    for (std::size_t i = 0; i < sizes.size(); ++i)
      EXPECT_EQ(optaxx_array(first.get(), name, i), optaxx_array(second.get(), name, i));
  }
  optaxx_step(first.get(), 3);
  optaxx_set_count(second.get(), 3);
  optaxx_step(second.get(), 2);
  expect_same_bits(first.get(), stepped(adamw, 5));
}

TEST(shim, moments_are_those_of_adam) {
  const owned p = made(adamw);
  optaxx_step(p.get(), 1);
  const float g = optaxx_array(p.get(), "grads", 2)[7];
  EXPECT_EQ(optaxx_array(p.get(), "mu", 2)[7], static_cast<float>(1 - 0.9) * g);
  EXPECT_EQ(optaxx_array(p.get(), "nu", 2)[7], static_cast<float>(1 - 0.999) * (g * g));
}

TEST(shim, a_recipe_steps_a_dict_of_matrices) {
  const char* const names[] = {"b", "w"};
  constexpr const char* masked = "optax.masked(optax.trace(0.5), {'b': False, 'w': True})";
  const owned p(optaxx_new_matrices(masked, names, 2, 3, 5));
  ASSERT_NE(p, nullptr) << optaxx_error();
  optaxx::tree params = matrices({"b", "w"}, 3, 5, 1.0F);
  const optaxx::tree grads = matrices({"b", "w"}, 3, 5, 0.05F);
  EXPECT_EQ(params["w"].leaf().shape(), (optaxx::shape{3, 5}));
  const optaxx::transformation tx = optaxx::recipe(masked);
  optaxx::opt_state state = tx.init(params);
  for (int i = 0; i < 3; ++i) tx.step(grads, state, params);
  optaxx_step(p.get(), 3);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(std::memcmp(optaxx_array(p.get(), "params", i), params.leaves()[i].data(), 60), 0)
        << names[i];
  }
}

TEST(shim, what_its_state_holds_can_be_put_back) {
  const owned p = made("optax.apply_if_finite(optax.sgd(0.5, momentum=0.5), 3)");
  std::vector<std::vector<unsigned char>> first;
  for (std::size_t i = 0; i < optaxx_state_leaves(p.get()); ++i) {
    std::size_t bytes = 0;
    const auto* at = static_cast<const unsigned char*>(optaxx_state(p.get(), i, &bytes));
    first.emplace_back(at, at + bytes);
  }
  EXPECT_EQ(first.size(), 6U) << "three counts and flags, and three traces";
  std::vector<float> params(optaxx_array(p.get(), "params", 2),
                            optaxx_array(p.get(), "params", 2) + sizes[2]);
  const auto step = [&] {
    std::memcpy(optaxx_array(p.get(), "params", 2), params.data(), sizes[2] * sizeof(float));
    optaxx_step(p.get(), 2);
    return optaxx_array(p.get(), "params", 2)[7];
  };
  const float once = step();
  EXPECT_NE(step(), once) << "there is momentum";
  for (std::size_t i = 0; i < first.size(); ++i) {
    std::size_t bytes = 0;
    std::memcpy(optaxx_state(p.get(), i, &bytes), first[i].data(), first[i].size());
  }
  EXPECT_EQ(step(), once);
}

TEST(shim, counts_of_what_was_not_finite_stay) {
  problem p(optaxx::recipe("optax.apply_if_finite(optax.adam(0.5), 3)"), sizes);
  p.set_count(50);
  EXPECT_EQ(*p.state["notfinite_count"].leaf().data<std::int32_t>(), 0);
  EXPECT_EQ(*p.state["inner_state"][0]["count"].leaf().data<std::int32_t>(), 50);
}

TEST(shim, says_what_is_wrong) {
  EXPECT_EQ(made("optax.adamv(1e-3)"), nullptr);
  EXPECT_THAT(optaxx_error(), HasSubstr("adamv"));

  const owned p = made(adamw);
  const std::vector<std::size_t> others{37, 1, 99};
  EXPECT_EQ(optaxx_new(adamw, 0, others.data(), others.size(), p.get()), nullptr);
  EXPECT_THAT(optaxx_error(), HasSubstr("other sizes"));
  EXPECT_EQ(made("optax.sgd(1e-3)", 0, p.get()), nullptr);
  EXPECT_THAT(optaxx_error(), HasSubstr("another number of moments"));

  EXPECT_EQ(optaxx_array(p.get(), "moments", 0), nullptr);
  EXPECT_THAT(optaxx_error(), HasSubstr("moments"));
  EXPECT_EQ(optaxx_array(p.get(), "params", 3), nullptr);
  EXPECT_THAT(optaxx_error(), HasSubstr("no such leaf"));
  std::size_t bytes = 0;
  EXPECT_EQ(optaxx_state(p.get(), optaxx_state_leaves(p.get()), &bytes), nullptr);
  EXPECT_THAT(optaxx_error(), HasSubstr("no such array"));
  EXPECT_EQ(optaxx_new_matrices("optax.adamv(1e-3)", nullptr, 0, 1, 1), nullptr);
  EXPECT_THAT(optaxx_error(), HasSubstr("adamv"));

  EXPECT_EQ(optaxx_set_threads(0), -1);
  EXPECT_THAT(optaxx_error(), HasSubstr("at least one thread"));
  EXPECT_EQ(optaxx_set_instruction_set("avx9"), -1);
  EXPECT_THAT(optaxx_error(), HasSubstr("avx9"));
  double first = 0;
  double later = 0;
  EXPECT_EQ(optaxx_first_call("optax.", sizes.data(), sizes.size(), &first, &later), -1);
}

}  // namespace
}  // namespace bench
