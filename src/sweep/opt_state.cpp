#include <memory>
#include <stdexcept>
#include <utility>

#include "optaxx/core/errors.hpp"
#include "optaxx/core/transform.hpp"
#include "sweep/step_call.hpp"

namespace optaxx {
namespace {

// The step of a state that is under way, or null.
step_call* call_of(const std::unique_ptr<step_workspace>& w) {
  return w == nullptr ? nullptr : w->call;
}

}  // namespace

opt_state::opt_state() noexcept = default;
opt_state::opt_state(tree t, std::shared_ptr<const step_plan> plan)
    : tree(std::move(t)), plan_(std::move(plan)), dtypes_(plan_->state_types) {}
opt_state::opt_state(const opt_state& other)
    : tree(other), plan_(other.plan_), dtypes_(other.dtypes_) {}
opt_state& opt_state::operator=(const opt_state& other) {
  if (this != &other) *this = opt_state(other);
  return *this;
}

// A function that a step calls may move, replace or destroy the state of that step. What the step
// still looks at then lives on until it has thrown.
opt_state::opt_state(opt_state&& other) noexcept
    : tree(std::move(other)),
      plan_(std::move(other.plan_)),
      dtypes_(std::move(other.dtypes_)),
      workspace_(std::move(other.workspace_)) {
  if (step_call* const call = call_of(workspace_)) call->follow_state(*this);
}
opt_state& opt_state::operator=(opt_state&& other) noexcept {
  if (this == &other) return *this;
  if (step_call* const call = call_of(workspace_)) call->take_state(std::move(*this));
  tree::operator=(std::move(other));
  plan_ = std::move(other.plan_);
  dtypes_ = std::move(other.dtypes_);
  workspace_ = std::move(other.workspace_);
  if (step_call* const call = call_of(workspace_)) call->follow_state(*this);
  return *this;
}
opt_state::~opt_state() {
  if (step_call* const call = call_of(workspace_)) call->take_state(std::move(*this));
}

void opt_state_access::expect_some(const opt_state& s, const std::string& function) {
  if (s.plan_ != nullptr || !s.is_none()) return;
  throw std::invalid_argument(function + ": the state is empty; init(params) makes one");
}

void opt_state_access::expect_whole(const opt_state& s, const std::string& function) {
  if (s.plan_ != nullptr && same_structure(s.structure(), s.plan_->state_structure)) return;
  throw tree_mismatch(function + ": the state is not as init made it: it is " +
                      s.structure()->text());
}

void opt_state_access::expect_idle(const opt_state& s, const std::string& function) {
  if (call_of(s.workspace_) == nullptr) return;
  throw std::logic_error(function +
                         ": the state is in the middle of a step, and this is called by a "
                         "function that the step calls");
}

}  // namespace optaxx
