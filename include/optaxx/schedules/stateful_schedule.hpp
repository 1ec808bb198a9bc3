#pragma once

#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>

#include "optaxx/core/schedule.hpp"
#include "optaxx/core/sweep.hpp"
#include "optaxx/core/tree.hpp"

namespace optaxx {

/// A schedule that keeps a state and may look at the extra arguments of `update`, for
/// `inject_hyperparams`. Mirrors optax.schedules.StatefulSchedule. In a step it is asked for its
/// value at the state, then for the next state. Never changes itself.
class stateful_schedule {
 public:
  virtual ~stateful_schedule() = default;
  /// The state of the first step: any tree.
  virtual tree init() const = 0;
  /// A tree of the same structure, shapes and dtypes.
  virtual tree update(const tree& state, const extra_args& extra) const = 0;
  /// In `init` there are no extra arguments.
  virtual number at(const tree& state, const extra_args& extra) const = 0;
};

/// A schedule that counts in its state: what `inject_hyperparams` makes of every schedule. Mirrors
/// optax.schedules.WrappedSchedule. State: WrappedScheduleState(count).
class wrapped_schedule final : public stateful_schedule {
 public:
  explicit wrapped_schedule(schedule f) : f_(std::move(f)) {}

  tree init() const override;
  tree update(const tree& state, const extra_args& extra) const override;
  /// In float32.
  number at(const tree& state, const extra_args& extra) const override;
  const schedule& schedule_fn() const { return f_; }

 private:
  schedule f_;
};

/// What a number of `inject_hyperparams` follows.
class injected_schedule {
 public:
  template <schedule_like Function>
  injected_schedule(Function&& f) : plain_(std::forward<Function>(f)) {}
  template <std::derived_from<stateful_schedule> Schedule>
  injected_schedule(Schedule s) {
    if constexpr (std::same_as<Schedule, wrapped_schedule>) {
      plain_ = scalar_or_schedule(s.schedule_fn());
    } else {
      stateful_ = std::make_shared<const Schedule>(std::move(s));
    }
  }

  const std::shared_ptr<const stateful_schedule>& stateful() const { return stateful_; }
  /// If it is not stateful.
  const schedule& plain() const { return plain_.as_schedule(); }

 private:
  scalar_or_schedule plain_ = 0;
  std::shared_ptr<const stateful_schedule> stateful_;
};

}  // namespace optaxx
