// That extra arguments of update reach what is inside every combinator.
#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

#include "kernels/scale.hpp"
#include "optaxx/optaxx.hpp"
#include "support/user_rules.hpp"

namespace {

using namespace optaxx;
using testing::ThrowsMessage;

// The update times all extra arguments there are; without `value` it throws.
transformation times_extra() {
  return support::rule_of([](sweep& s, const state_view&) {
    const extra_args& extra = s.extra();
    if (!extra.value) throw std::invalid_argument("times_extra: needs value");
    double factor = *extra.value;
    if (extra.grad != nullptr) factor *= extra.grad->leaves()[0].data<float>()[0];
    if (extra.value_fn) factor *= extra.value_fn(s.params());
    if (extra.value_and_grad_fn) {
      const auto [value, grad] = extra.value_and_grad_fn(s.params());
      factor *= value * grad.leaves()[0].data<float>()[0];
    }
    for (const auto& [name, other] : extra.others) {
      const tree* const t = std::get_if<tree>(&other);
      factor *= t == nullptr ? std::get<double>(other) : t->leaves()[0].data<float>()[0];
    }
    s.map(kernels::scale<double>{factor});
  });
}

bool always(step_t) { return true; }

std::vector<std::pair<std::string, transformation>> around(const transformation& tx) {
  return {
      {"alone", tx},
      {"chain", chain(identity(), tx)},
      {"named_chain", named_chain({{"tx", tx}})},
      {"masked", masked(tx, true)},
      {"masked with its arguments", masked(tx, true, {.mask_compatible_extra_args = true})},
      {"partition", partition({{"all", tx}}, label_tree("all"))},
      {"selective_transform", selective_transform(tx, {.freeze_mask = false})},
      {"multi_steps", multi_steps(tx, 1)},
      {"apply_if_finite", apply_if_finite(tx, 3)},
      {"conditionally_transform", conditionally_transform(tx, always)},
      {"conditionally_mask", conditionally_mask(tx, always)},
      {"split_real_and_imaginary", contrib::split_real_and_imaginary(tx)},
      {"with_extra_args_support", with_extra_args_support(tx)},
      {"all", masked(chain(multi_steps(apply_if_finite(named_chain({{"tx", tx}}), 3), 1)), true)},
  };
}

TEST(extra_arguments, reach_what_is_inside_every_combinator) {
  const tree params{{"a", array{1.0F}}, {"b", array{1.0F}}};
  const tree grad{{"a", array{3.0F}}, {"b", array{0.0F}}};
  const extra_args extra{.value = 2.0,
                         .grad = &grad,
                         .value_fn = [](const tree&) { return 5.0; },
                         .value_and_grad_fn =
                             [](const tree& at) {
                               return std::pair(
                                   2.0, tree_map([](const array&) { return array{0.5F}; }, at));
                             },
                         .others = {{"loss", 7.0}, {"tags", grad}}};
  for (const auto& [name, tx] : around(times_extra())) {
    opt_state state = tx.init(params);
    EXPECT_EQ(tx.update(params, state, params, extra),
              (tree{{"a", array{630.0F}}, {"b", array{630.0F}}}))
        << name;
    const transformation& needy = tx;
    EXPECT_THAT([&] { needy.update(params, state, params); },
                ThrowsMessage<std::invalid_argument>("times_extra: needs value"))
        << name;
  }
}

TEST(extra_arguments, are_of_no_effect_on_what_does_not_know_them) {
  const tree params = array{1.0F};
  for (const auto& [name, tx] : around(scale(2))) {
    opt_state state = tx.init(params);
    EXPECT_EQ(tx.update(params, state, params, {.value = 3.0, .others = {{"loss", 7.0}}}),
              tree(array{2.0F}))
        << name;
  }
}

TEST(extra_arguments, are_masked_if_asked) {
  const tree params{{"a", array{1.0F}}, {"b", array{2.0F}}, {"c", array{3.0F}}};
  std::string seen;
  const transformation look = support::rule_of([&](sweep& s, const state_view&) {
    const extra_args& extra = s.extra();
    seen = extra.grad->structure()->text();
    for (const auto& [name, other] : extra.others) {
      const tree* const t = std::get_if<tree>(&other);
      seen += " " + name + "=" + (t == nullptr ? "number" : t->structure()->text());
    }
  });
  const extra_args extra{.grad = &params,
                         .others = {{"other", tree(array{1.0F})}, {"tags", params}, {"x", 1.0}}};
  const auto update = [&](const transformation& tx) {
    opt_state state = tx.init(params);
    tx.update(params, state, params, extra);
    return seen;
  };
  const std::string all = "{'a': *, 'b': *, 'c': *}";
  const std::string some = "{'a': MaskedNode(), 'b': *, 'c': *}";
  const std::string one = "{'a': MaskedNode(), 'b': MaskedNode(), 'c': *}";
  EXPECT_EQ(update(masked(look, paths("b", "c"))), all + " other=* tags=" + all + " x=number");
  EXPECT_EQ(update(masked(look, paths("b", "c"), {.mask_compatible_extra_args = true})),
            some + " other=* tags=" + some + " x=number");
  EXPECT_EQ(update(partition({{"look", look}, {"rest", identity()}},
                             path_labels({{"c", "look"}, {"**", "rest"}}),
                             {.mask_compatible_extra_args = true})),
            one + " other=* tags=" + one + " x=number");
  // Behind two masks a tree is like the updates that the second one sees.
  const transformation inner = masked(look, paths("c"), {.mask_compatible_extra_args = true});
  EXPECT_EQ(update(masked(inner, paths("b", "c"), {.mask_compatible_extra_args = true})),
            one + " other=* tags=" + one + " x=number");
  EXPECT_EQ(update(masked(inner, paths("b", "c"))), all + " other=* tags=" + all + " x=number");
}

}  // namespace
