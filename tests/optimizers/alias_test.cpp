// Named optimizers: each is a chain under the name of its call. The chains are those of
// every_transformation().

#include "transforms/alias.hpp"

#include <gmock/gmock.h>

#include <optaxx/optaxx.hpp>
#include <string>
#include <vector>

#include "support/compare.hpp"
#include "support/every_transformation.hpp"

namespace {

using namespace optaxx;

// "adam(" of the row "(adam(0.1))", "contrib.adopt(" of "(contrib::adopt(0.1))".
std::string beginning_of_call(const std::string& row) {
  const std::size_t first = row.find_first_not_of('(');
  std::string name = row.substr(first, row.find('(', first) + 1 - first);
  if (const std::size_t colons = name.find("::"); colons != name.npos) name.replace(colons, 2, ".");
  return name;
}

TEST(alias, has_the_state_and_the_bits_of_its_chain) {
  const tree grads{{"b", array{1.0F, -3.0F, 0.25F}}, {"w", array{0.0F, -2.0F}}};
  const tree params{{"b", array{0.5F, 2.0F, -1.0F}}, {"w", array{-4.0F, 1.0F}}};
  std::size_t aliases = 0;
  for (const auto& [name, tx, links] : support::every_transformation()) {
    if (links.empty() || name.starts_with("chain(")) continue;
    SCOPED_TRACE(name);
    // Behind "optax.", or "optaxx." of a call with an option of ours.
    const std::string call = describe(tx).substr(describe(tx).find('.') + 1);
    EXPECT_TRUE(call.starts_with(beginning_of_call(name))) << describe(tx);
    const transformation chained = chain(links);
    opt_state state = tx.init(params);
    opt_state state_of_chain = chained.init(params);
    for (int step = 0; step < 3; ++step) {
      EXPECT_TRUE(support::same_tree(tx.update(grads, state, params),
                                     chained.update(grads, state_of_chain, params)));
      EXPECT_TRUE(support::same_tree(state, state_of_chain));
    }
    ++aliases;
  }
  EXPECT_GT(aliases, 40U);
}

TEST(alias, takes_options_by_position_or_keyword) {
  const schedule cosine = cosine_decay_schedule(0.1, 10);
  struct row {
    std::string text;
    std::vector<transformation> calls;
  };
  const std::vector<row> rows = {
      {"optax.adabelief(learning_rate=0.1, b1=0.8, b2=0.99)",
       {adabelief(0.1, 0.8, 0.99), adabelief({.learning_rate = 0.1, .b1 = 0.8, .b2 = 0.99})}},
      {"optax.adadelta()", {adadelta(), adadelta(std::nullopt)}},
      {"optax.adadelta(learning_rate=0.1, rho=0.8, eps=0.001)",
       {adadelta(0.1, 0.8, 1e-3), adadelta({.learning_rate = 0.1, .rho = 0.8, .eps = 1e-3})}},
      {"optax.adagrad(learning_rate=0.1, initial_accumulator_value=0.5, eps=1e-05)",
       {adagrad(0.1, 0.5, 1e-5), adagrad(0.1, {.initial_accumulator_value = 0.5, .eps = 1e-5})}},
      {"optax.adam(learning_rate=0.001, b1=0.8, b2=0.95, eps=1e-06)",
       {adam(1e-3, 0.8, 0.95, 1e-6), adam(1e-3, 0.8, {.b2 = 0.95, .eps = 1e-6}),
        adam({.learning_rate = 1e-3, .b1 = 0.8, .b2 = 0.95, .eps = 1e-6})}},
      {"optax.adam(learning_rate=0.001)", {adam(1e-3), adam(1e-3, {.b1 = 0.9})}},
      {"optax.adam(learning_rate=optax.cosine_decay_schedule(init_value=0.1, decay_steps=10), "
       "nesterov=True)",
       {adam(cosine, {.nesterov = true})}},
      {"optax.adamax(learning_rate=0.1, b1=0.8, b2=0.99)",
       {adamax(0.1, 0.8, 0.99), adamax({.learning_rate = 0.1, .b1 = 0.8, .b2 = 0.99})}},
      {"optax.adamaxw(learning_rate=0.1, b1=0.8, weight_decay=0.5)",
       {adamaxw(0.1, 0.8, {.weight_decay = 0.5}),
        adamaxw({.learning_rate = 0.1, .b1 = 0.8, .weight_decay = 0.5})}},
      {"optax.adamw(learning_rate=0.001, b1=0.8, weight_decay=0.1)",
       {adamw(1e-3, 0.8, {.weight_decay = 0.1}), adamw(1e-3, {.b1 = 0.8, .weight_decay = 0.1}),
        adamw({.learning_rate = 1e-3, .b1 = 0.8, .weight_decay = 0.1})}},
      {"optax.adamw(learning_rate=0.001, mask=optaxx.paths('**/w'))",
       {adamw(1e-3, {.mask = paths("**/w")})}},
      {"optax.adan(learning_rate=0.1, b1=0.9, b2=0.8, b3=0.7)",
       {adan(0.1, 0.9, 0.8, 0.7), adan({.learning_rate = 0.1, .b1 = 0.9, .b2 = 0.8, .b3 = 0.7})}},
      {"optax.amsgrad(learning_rate=0.1, b1=0.8, b2=0.99)",
       {amsgrad(0.1, 0.8, 0.99), amsgrad({.learning_rate = 0.1, .b1 = 0.8, .b2 = 0.99})}},
      {"optax.fromage(learning_rate=0.1, min_norm=0.5)",
       {fromage(0.1, 0.5), fromage({.learning_rate = 0.1, .min_norm = 0.5})}},
      {"optax.lamb(learning_rate=0.001, b1=0.8, weight_decay=0.1)",
       {lamb(1e-3, 0.8, {.weight_decay = 0.1}), lamb(1e-3, {.b1 = 0.8, .weight_decay = 0.1}),
        lamb({.learning_rate = 1e-3, .b1 = 0.8, .weight_decay = 0.1})}},
      {"optax.lars(learning_rate=0.1, weight_decay=0.5)",
       {lars(0.1, 0.5), lars({.learning_rate = 0.1, .weight_decay = 0.5})}},
      {"optax.lion(learning_rate=0.001, b1=0.95, b2=0.98)",
       {lion(1e-3, 0.95, 0.98), lion(1e-3, 0.95, {.b2 = 0.98}),
        lion({.learning_rate = 1e-3, .b1 = 0.95, .b2 = 0.98})}},
      {"optax.nadam(learning_rate=0.1, b1=0.8, b2=0.99)",
       {nadam(0.1, 0.8, 0.99), nadam({.learning_rate = 0.1, .b1 = 0.8, .b2 = 0.99})}},
      {"optax.nadamw(learning_rate=0.1, b1=0.8, weight_decay=0.5)",
       {nadamw(0.1, 0.8, {.weight_decay = 0.5}),
        nadamw({.learning_rate = 0.1, .b1 = 0.8, .weight_decay = 0.5})}},
      {"optax.noisy_sgd(learning_rate=0.1, eta=0.5, gamma=0.6, key=3)",
       {noisy_sgd(0.1, 0.5, 0.6, 3),
        noisy_sgd({.learning_rate = 0.1, .eta = 0.5, .gamma = 0.6, .key = 3})}},
      {"optax.novograd(learning_rate=0.1, b1=0.8, b2=0.5)",
       {novograd(0.1, 0.8, 0.5), novograd({.learning_rate = 0.1, .b1 = 0.8, .b2 = 0.5})}},
      {"optax.optimistic_adam(learning_rate=0.1, optimism=0.5, b1=0.8)",
       {optimistic_adam(0.1, 0.5, 0.8),
        optimistic_adam({.learning_rate = 0.1, .optimism = 0.5, .b1 = 0.8})}},
      {"optax.optimistic_adam_v2(learning_rate=0.1, beta=0.5)",
       {optimistic_adam_v2(0.1, {.beta = 0.5}),
        optimistic_adam_v2({.learning_rate = 0.1, .beta = 0.5})}},
      {"optax.optimistic_gradient_descent(learning_rate=0.1, alpha=0.5, beta=0.25)",
       {optimistic_gradient_descent(0.1, 0.5, 0.25),
        optimistic_gradient_descent({.learning_rate = 0.1, .alpha = 0.5, .beta = 0.25})}},
      {"optax.polyak_sgd()", {polyak_sgd(), polyak_sgd(1.0, 1.0)}},
      {"optax.polyak_sgd(max_learning_rate=0.5, scaling=0.25)",
       {polyak_sgd(0.5, 0.25), polyak_sgd({.max_learning_rate = 0.5, .scaling = 0.25})}},
      {"optax.radam(learning_rate=0.1, b1=0.8, b2=0.99)",
       {radam(0.1, 0.8, 0.99), radam({.learning_rate = 0.1, .b1 = 0.8, .b2 = 0.99})}},
      {"optax.rmsprop(learning_rate=0.1, decay=0.99, eps=1e-06)",
       {rmsprop(0.1, 0.99, 1e-6), rmsprop(0.1, 0.99, {.eps = 1e-6}),
        rmsprop({.learning_rate = 0.1, .decay = 0.99, .eps = 1e-6})}},
      {"optax.rprop(learning_rate=0.1, eta_minus=0.25, eta_plus=2.0)",
       {rprop(0.1, 0.25, 2.0), rprop({.learning_rate = 0.1, .eta_minus = 0.25, .eta_plus = 2.0})}},
      {"optax.sgd(learning_rate=0.1, momentum=0.9)",
       {sgd(0.1, 0.9), sgd(0.1, {.momentum = 0.9}), sgd({.learning_rate = 0.1, .momentum = 0.9})}},
      {"optax.sign_sgd(learning_rate=0.1)", {sign_sgd(0.1), sign_sgd({.learning_rate = 0.1})}},
      {"optax.signum(learning_rate=0.1, beta=0.5)",
       {signum(0.1, 0.5), signum({.learning_rate = 0.1, .beta = 0.5})}},
      {"optax.sm3(learning_rate=0.1, momentum=0.5)",
       {sm3(0.1, 0.5), sm3({.learning_rate = 0.1, .momentum = 0.5})}},
      {"optax.yogi(learning_rate=0.1, b1=0.8, b2=0.99)",
       {yogi(0.1, 0.8, 0.99), yogi({.learning_rate = 0.1, .b1 = 0.8, .b2 = 0.99})}},
  };
  for (const auto& [text, calls] : rows) {
    for (const transformation& tx : calls) EXPECT_EQ(describe(tx), text);
  }
}

}  // namespace
