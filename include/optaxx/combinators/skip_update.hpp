#pragma once

#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// What a function says of a micro-batch: whether to leave it out, and what `skip_state` becomes.
using skip_decision = std::pair<bool, tree>;

template <class Function>
concept skip_function =
    std::is_invocable_r_v<skip_decision, const Function&, const tree&, step_t, const tree&>;

/// Which micro-batches MultiSteps leaves out: skip_not_finite(), skip_large_updates(42.0), or a
/// function (updates, gradient_step, params) -> {skip, skip_state}. As in Optax it is called once
/// in init, with zeros, for the form of its state.
class skip_update {
 public:
  template <skip_function Function>
  skip_update(Function f) : skip_update(function(std::move(f))) {}

  /// What MultiSteps asks: the field of the state, and whether to skip this step.
  void init(layout& state, std::string_view field) const { judge_->init(state, field); }
  bool decide(sweep& s, const state_view& field, step_t gradient_step) const {
    return judge_->decide(s, field, gradient_step);
  }
  std::string text() const { return judge_->text(); }

  class judge {
   public:
    virtual ~judge() = default;
    virtual void init(layout& state, std::string_view field) const = 0;
    virtual bool decide(sweep& s, const state_view& field, step_t gradient_step) const = 0;
    virtual std::string text() const = 0;
  };
  explicit skip_update(std::shared_ptr<const judge> j) : judge_(std::move(j)) {}

 private:
  using function = std::function<skip_decision(const tree&, step_t, const tree&)>;
  explicit skip_update(function f);

  std::shared_ptr<const judge> judge_;
};

/// Leaves out what has a NaN or an infinity. Mirrors optax.skip_not_finite. Its state:
/// {"num_not_finite", "should_skip"}.
skip_update skip_not_finite();

/// Leaves out what has a squared norm that is not below the bound; NaN is not. Mirrors
/// optax.skip_large_updates with its last argument bound. Its state: {"norm_squared",
/// "should_skip"}.
skip_update skip_large_updates(const number& max_squared_norm);

std::string option_text(const skip_update& value);

}  // namespace optaxx
