#include <algorithm>

#include "golden/recipes.hpp"

namespace golden {

namespace optax = optaxx;
using optax::step_t;

recipe_table schedule_recipes() {
  return {
      {"scale_by_schedule_constant", optax::scale_by_schedule(optax::constant_schedule(0.05))},
      {"scale_by_schedule_cosine", optax::scale_by_schedule(optax::cosine_decay_schedule(0.1, 30))},
      {"scale_by_schedule_cosine_alpha",
       optax::scale_by_schedule(optax::cosine_decay_schedule(0.1, 25, {.alpha = 0.1}))},
      {"scale_by_schedule_cosine_exponent_float",
       optax::scale_by_schedule(
           optax::cosine_decay_schedule({.init_value = 0.1, .decay_steps = 30, .exponent = 1.5}))},
      {"scale_by_schedule_cosine_exponent_int",
       optax::scale_by_schedule(
           optax::cosine_decay_schedule(0.1, 30, {.alpha = 0.05, .exponent = 2}))},
      {"scale_by_schedule_exponential",
       optax::scale_by_schedule(optax::exponential_decay(0.1, 10, 0.5))},
      {"scale_by_schedule_exponential_begin",
       optax::scale_by_schedule(optax::exponential_decay(0.1, {.transition_steps = 6,
                                                               .decay_rate = 0.8,
                                                               .transition_begin = 10,
                                                               .staircase = true,
                                                               .end_value = 0.05}))},
      {"scale_by_schedule_exponential_end_value",
       optax::scale_by_schedule(optax::exponential_decay(0.1, 5, 0.7, {.end_value = 0.02}))},
      {"scale_by_schedule_exponential_growth",
       optax::scale_by_schedule(optax::exponential_decay(0.01, 8, 1.7, {.end_value = 0.05}))},
      {"scale_by_schedule_exponential_staircase",
       optax::scale_by_schedule(optax::exponential_decay(0.1, 7, 0.5, {.staircase = true}))},
      {"scale_by_schedule_exponential_zero_rate",
       optax::scale_by_schedule(optax::exponential_decay(0.1, 8, 0.0))},
      {"scale_by_schedule_join",
       optax::scale_by_schedule(optax::join_schedules(
           {optax::linear_schedule(0.0, 0.1, 6), optax::constant_schedule(0.1),
            optax::cosine_decay_schedule(0.1, 15, {.alpha = 0.01})},
           {.boundaries = {6, 14}}))},
      {"scale_by_schedule_lambda", optax::scale_by_schedule([](step_t step) {
         return 0.1F / (1 + 0.05F * static_cast<float>(step));
       })},
      {"scale_by_schedule_lambda_integer", optax::scale_by_schedule([](step_t step) {
         return 0.5F * static_cast<float>(step / 4) - 0.1F * static_cast<float>(step % 3);
       })},
      {"scale_by_schedule_lambda_jnp", optax::scale_by_schedule([](step_t step) {
         return 0.3F * std::min(static_cast<float>(step) / 10, 1.0F);
       })},
      {"scale_by_schedule_linear",
       optax::scale_by_schedule(optax::linear_schedule(
           {.init_value = 0.1, .end_value = 0.003, .transition_steps = 25}))},
      {"scale_by_schedule_linear_begin",
       optax::scale_by_schedule(optax::linear_schedule(0.1, 0.003, 20, {.transition_begin = 7}))},
      {"scale_by_schedule_linear_no_transition",
       optax::scale_by_schedule(optax::linear_schedule(0.1, 0.0, 0))},
      {"scale_by_schedule_linear_up",
       optax::scale_by_schedule(optax::linear_schedule(0.0, 0.3, 30))},
      {"scale_by_schedule_piecewise_constant",
       optax::scale_by_schedule(
           optax::piecewise_constant_schedule(0.1, {{20, 0.3}, {5, 0.5}, {12, 2.0}}))},
      {"scale_by_schedule_piecewise_constant_plain",
       optax::scale_by_schedule(optax::piecewise_constant_schedule(0.1))},
      {"scale_by_schedule_polynomial_below_one",
       optax::scale_by_schedule(
           optax::polynomial_schedule(0.1, 0.0, 0.9, 25, {.transition_begin = 3}))},
      {"scale_by_schedule_polynomial_cube_begin",
       optax::scale_by_schedule(optax::polynomial_schedule({.init_value = 0.1,
                                                            .end_value = 0.002,
                                                            .power = 3,
                                                            .transition_steps = 24,
                                                            .transition_begin = 5}))},
      {"scale_by_schedule_polynomial_float",
       optax::scale_by_schedule(optax::polynomial_schedule(0.1, 0.002, 1.5, 30))},
      {"scale_by_schedule_polynomial_float_two",
       optax::scale_by_schedule(optax::polynomial_schedule(0.1, 0.002, 2.0, 30))},
      {"scale_by_schedule_polynomial_square",
       optax::scale_by_schedule(optax::polynomial_schedule(0.1, 0.002, 2, 30))},
      {"scale_by_schedule_warmup_cosine",
       optax::scale_by_schedule(optax::warmup_cosine_decay_schedule(
           {.init_value = 0.0, .peak_value = 0.1, .warmup_steps = 8, .decay_steps = 30}))},
      {"scale_by_schedule_warmup_cosine_end_value",
       optax::scale_by_schedule(
           optax::warmup_cosine_decay_schedule(0.01, 0.1, 5, 25, {.end_value = 0.003}))},
      {"scale_by_schedule_warmup_cosine_exponent",
       optax::scale_by_schedule(optax::warmup_cosine_decay_schedule(
           0.0, 0.1, 10, 32, {.end_value = 0.001, .exponent = 2.5}))},
  };
}

}  // namespace golden
