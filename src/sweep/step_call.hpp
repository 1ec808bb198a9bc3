#pragma once

#include <memory>
#include <optional>
#include <string>

#include "sweep/recording.hpp"

namespace optaxx {

/// A call of a transformation, from its begin to its end on this thread. It calls functions of the
/// user's, such as schedules and masks, which may use other transformations, but not this one.
class call_under_way {
 public:
  /// Throws std::logic_error if there is such a call already.
  explicit call_under_way(const rule& r);
  call_under_way(const call_under_way&) = delete;
  call_under_way& operator=(const call_under_way&) = delete;
  ~call_under_way();

 private:
  const rule* rule_;
  const call_under_way* outer_;
};

/// A call of `update` or `step`. If it is not made to its end, the state is what it was.
class step_call {
 public:
  step_call(const std::shared_ptr<const rule>& r, opt_state& state)
      : under_way_(*r), rule_(&r), state_(&state) {}
  step_call(const step_call&) = delete;
  step_call& operator=(const step_call&) = delete;
  ~step_call();

  /// The rules speak: all that comes before `prepare`. A watch is told. The transformation itself
  /// may be gone afterwards; its rule stays.
  step_recording& speak(const tree& updates, const tree* params, const extra_args& extra,
                        step_watch* watch = nullptr);
  const step_plan& plan() const { return *opt_state_access::plan(*state_); }
  known_trees& known() const { return workspace_->known; }
  /// The step is made.
  void keep() noexcept {
    before_.reset();
    if (!workspace_->dtypes.widened()) return;
    workspace_->recording.expire_lowerings();
    opt_state_access::dtypes(*state_) = workspace_->dtypes.keep();
  }

  /// The state has been moved there, or is about to end where it is.
  void follow_state(opt_state& to) noexcept;
  void take_state(opt_state&& from) noexcept { taken_.emplace(std::move(from)); }

 private:
  // Of a state that this transformation has adopted: what it was before.
  struct adopted {
    std::shared_ptr<const step_plan> plan;
    std::shared_ptr<const state_dtypes::list> dtypes;
    std::unique_ptr<step_workspace> workspace;
  };
  void adopt(const tree& updates, const tree* params);

  call_under_way under_way_;
  const std::shared_ptr<const rule>* rule_;
  opt_state* state_;
  bool state_went_ = false;
  step_workspace* workspace_ = nullptr;
  std::optional<adopted> before_;
  std::optional<opt_state> taken_;
};

/// The plan and the first state of a transformation.
std::shared_ptr<step_plan> make_plan(const std::shared_ptr<const rule>& r, const tree& params,
                                     const init_options& how, tree& state);

}  // namespace optaxx
