#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "optaxx/core/hyperparams.hpp"
#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"
#include "optaxx/schedules/stateful_schedule.hpp"

namespace optaxx {

struct inject_hyperparams_options {
  std::vector<std::string> static_args = {};   ///< Options that stay out of the state.
  std::optional<dtype> hyperparam_dtype = {};  ///< Of the numbers; unset: the widest parameter's.
  OPTAXX_FIELDS(static_args, hyperparam_dtype)
};

namespace detail {
transformation make_injected(injection what, const inject_hyperparams_options& settings);
}

/// What `inject_hyperparams(adam)` is: called with adam's options, and with schedules for those of
/// them that are numbers.
template <class Options>
class injected_factory : public Options::misfit {
 public:
  injected_factory(std::function<transformation(const Options&)> build,
                   inject_hyperparams_options settings)
      : build_(std::move(build)), settings_(std::move(settings)) {}

  using Options::misfit::operator();
  transformation operator()(
      const Options& o,
      const std::vector<std::pair<std::string, injected_schedule>>& schedules = {}) const {
    std::vector<std::pair<std::string, schedule>> plain;
    for (const auto& [name, s] : schedules)
      if (s.stateful() == nullptr) plain.emplace_back(name, s.plain());
    detail::injection what = detail::injection_of(build_, o, plain, settings_.static_args);
    for (const auto& [name, s] : schedules)
      if (s.stateful() != nullptr) detail::set_stateful(what, name, s.stateful());
    return detail::make_injected(std::move(what), settings_);
  }

 private:
  std::function<transformation(const Options&)> build_;
  inject_hyperparams_options settings_;
};

/// The same with a function of numbers, which have names; called with a number or a schedule for
/// each of them.
template <class Function>
class injected_function {
 public:
  injected_function(std::vector<std::string> names, Function f, inject_hyperparams_options settings)
      : names_(std::move(names)), f_(std::move(f)), settings_(std::move(settings)) {}

  template <std::convertible_to<scalar_or_schedule>... Values>
  transformation operator()(Values... values) const {
    return detail::make_injected(
        detail::injection_of<sizeof...(Values)>(names_, f_, {scalar_or_schedule(values)...},
                                                settings_.static_args),
        settings_);
  }

 private:
  std::vector<std::string> names_;
  Function f_;
  inject_hyperparams_options settings_;
};

/// A transformation whose numeric options live in the state: they may follow schedules, and those
/// that do not may be changed there between two steps.
///
///     const auto tx = inject_hyperparams(adam)({.learning_rate = 1e-3}, {{"b1", warmup}});
///     state["hyperparams"]["learning_rate"].leaf().set_item(1e-4);
///
///     inject_hyperparams({"learning_rate"}, [](const number& learning_rate) {
///       return chain(clip_by_global_norm(1.0), adam(learning_rate));
///     })(1e-3)
///
/// Mirrors optax.inject_hyperparams. The numbers are those of their dtype: float32 for float32
/// parameters, also in `1 - b2`, so that updates differ from those of the same transformation on
/// its own. What the state shows after a step was used in it. An option that is a schedule counts
/// from 0. State: InjectStatefulHyperparamsState(count, hyperparams, hyperparams_states,
/// inner_state). A mask that is a function is a mask: Optax takes every callable for a schedule
/// that `static_args` does not name, and describe() names it there. Throws std::invalid_argument
/// for a static argument or a schedule whose name no numeric option has. A `stateful_schedule` has
/// a state of its own in hyperparams_states, and sees the extra arguments.
template <template <class...> class Options, std::size_t Required, class... P>
injected_factory<Options<P...>> inject_hyperparams(
    const factory<transformation, Options, Required, P...>& inner_factory,
    const inject_hyperparams_options& settings = {}) {
  return {inner_factory, settings};
}
template <class Function>
injected_function<Function> inject_hyperparams(std::vector<std::string> names,
                                               Function inner_factory,
                                               const inject_hyperparams_options& settings = {}) {
  return {std::move(names), std::move(inner_factory), settings};
}

/// The name that Optax had for it before. Mirrors optax.inject_stateful_hyperparams.
template <class Inner>
auto inject_stateful_hyperparams(const Inner& inner_factory,
                                 const inject_hyperparams_options& settings = {}) {
  return inject_hyperparams(inner_factory, settings);
}

}  // namespace optaxx
