#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "optaxx/core/transform.hpp"
#include "optaxx/recipe/binding.hpp"

namespace optaxx {

/// The transformation that Python text makes with Optax:
///
///     const auto tx = recipe(R"(
///       schedule = optax.cosine_decay_schedule(lr, decay_steps=1_000)
///       tx = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(schedule, mask=mask))
///     )", {{"lr", 1e-3}, {"mask", mask_tree{{"w", true}, {"b", false}}}});
///
/// The text is one expression, or statements that bind `tx`, or else `optimizer`, or else whose
/// last one makes a transformation. It may hold calls of `optax` with arguments by position and by
/// name, literals, lists, tuples, dicts, comprehensions, arithmetic, comparisons, functions
/// (schedules, masks, labels), `if`, `for`, imports (without effect) and names that `given` binds.
/// It is read as data: nothing runs but our own factories.
///
/// Throws format_error with line and column, the line, what is wrong and the nearest name; also for
/// what a factory refuses, and for text beyond any recipe's size. See docs/recipes.md.
transformation recipe(std::string_view text, const bindings& given = {});

/// The schedule that such a text makes: one expression, or statements that bind `schedule`, or else
/// whose last one makes a schedule, a function of the step or a number.
///
///     const schedule rate = schedule_recipe(R"(
///       def rate(step):
///           return peak * jnp.minimum(step / 100, 1.0)
///     )", {{"peak", 0.1}});
schedule schedule_recipe(std::string_view text, const bindings& given = {});

/// The names that such a text uses and does not define, in the order of their letters: those that
/// `given` has to bind. Throws format_error for what cannot be read.
std::vector<std::string> unbound_names(std::string_view text);

/// The names that a recipe may call, as it spells them: "optax.adam",
/// "optax.schedules.join_schedules".
std::vector<std::string> recipe_names();

/// Those of them that make transformations, schedules, masks and decisions, and of `optaxx` what
/// Optax does not have: "optaxx.paths".
std::vector<std::string> factory_names();

}  // namespace optaxx
