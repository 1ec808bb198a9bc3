#include "sweep/step_call.hpp"

#include <stdexcept>
#include <utility>
#include <vector>

#include "optaxx/core/astype.hpp"
#include "optaxx/core/errors.hpp"
#include "sweep/check.hpp"

namespace optaxx {
namespace {

thread_local const call_under_way* innermost = nullptr;

void use(numerics how, step_plan& plan) {
  plan.numerics = how;
  for (const auto& [node, inner] : plan.inner) use(how, *inner);
  for (const auto& [node, axes] : plan.axes) use(how, axes->results);
}

// Lays the state out.
void finish_plan(step_plan& plan, const tree& params, const init_options& how, tree& state) {
  plan.gradients = how.gradients;
  state = lay_out(*plan.owner, params, plan);
  plan.state_structure = state.structure();
  use(how.numerics, plan);
}

// No init has made that state.
[[noreturn]] void refuse_unmade(const std::string& function, const opt_state& state) {
  opt_state_access::expect_some(state, function);
  throw tree_mismatch(function + ": the state is " + state.structure()->text() +
                      ", a tree that was assigned to it; init(params) makes a state");
}

// What masks and other functions of the parameters are shown where a state is adopted: the
// parameters, or where there are none the updates, in the dtypes of the parameters.
tree shown(const step_plan& plan, const tree& updates, const tree* params) {
  std::vector<array> leaves;
  leaves.reserve(plan.leaves.size());
  for (std::size_t i = 0; i < plan.leaves.size(); ++i) {
    const array& a = (params != nullptr ? *params : updates).leaves()[i];
    if (a.dtype() == plan.leaves[i].dtype) {
      leaves.push_back(array::view(const_cast<void*>(a.data()), a.dtype(), a.shape(), false));
    } else {
      leaves.push_back(astype(a, plan.leaves[i].dtype));
    }
  }
  return {plan.structure, std::move(leaves)};
}

// What the recording takes for gradients until a rule has made updates of the caller's, which are
// not like the parameters: the parameters, or where there are none, zeros.
const tree& stand_in(const step_plan& plan, step_workspace& workspace, const tree* params) {
  if (params != nullptr) return *params;
  if (!same_structure(workspace.stand_in.structure(), plan.structure))
    workspace.stand_in = plan.zeros([&](std::size_t leaf) { return plan.leaves[leaf].dtype; });
  return workspace.stand_in;
}

}  // namespace

call_under_way::call_under_way(const rule& r) : rule_(&r), outer_(innermost) {
  for (const call_under_way* c = innermost; c != nullptr; c = c->outer_) {
    if (c->rule_ != &r) continue;
    throw std::logic_error(short_name(r) +
                           ": called by a function that it has called itself, such as a schedule "
                           "or a mask, which may use other transformations only");
  }
  innermost = this;
}

call_under_way::~call_under_way() { innermost = outer_; }

std::shared_ptr<step_plan> make_plan(const std::shared_ptr<const rule>& r, const tree& params,
                                     const init_options& how, tree& state) {
  auto plan = std::make_shared<step_plan>();
  plan->owner = r;
  describe_leaves(*plan, params);
  finish_plan(*plan, params, how, state);
  return plan;
}

// A state may be used by another transformation that keeps the same state, such as the same with
// another rate.
void step_call::adopt(const tree& updates, const tree* params) {
  const std::string function = short_name(**rule_);
  const std::string refusal = function + ": the state is that of another transformation: ";
  const std::shared_ptr<const step_plan> before = opt_state_access::plan(*state_);
  auto plan = std::make_shared<step_plan>();
  plan->owner = *rule_;
  describe_leaves(*plan, *before);
  const tree& like_params = before->form ? stand_in(*before, *workspace_, params) : updates;
  check_tree(*plan, like_params, "updates");
  if (params != nullptr) check_tree(*plan, *params, "params");
  tree laid_out;
  finish_plan(*plan, shown(*plan, like_params, params), {before->numerics, before->gradients},
              laid_out);
  if (state_went_) refuse_other(function, "the state");
  const tree& state = *state_;
  if (!same_structure(laid_out.structure(), state.structure())) {
    throw tree_mismatch(refusal + state.structure()->text() + ", expected " +
                        laid_out.structure()->text());
  }
  auto dtypes = std::make_shared<state_dtypes::list>();
  for (std::size_t i = 0; i < laid_out.leaves().size(); ++i) {
    const array& came = state.leaves()[i];
    const array& expected = laid_out.leaves()[i];
    dtypes->push_back(came.dtype());
    if (may_hold(*plan, i, came.dtype()) && came.shape() == expected.shape()) continue;
    throw tree_mismatch(refusal + "state" + state.structure()->accessor(i) + " is " +
                        std::string(name_of(came.dtype())) + " " + came.shape().text() +
                        ", expected " + std::string(name_of(expected.dtype())) + " " +
                        expected.shape().text());
  }
  plan->state_structure = state.structure();
  auto workspace = std::make_unique<step_workspace>();
  workspace_->call = nullptr;
  workspace_ = workspace.get();
  workspace_->call = this;
  before_.emplace(
      adopted{std::exchange(opt_state_access::plan(*state_), std::move(plan)),
              std::exchange(opt_state_access::dtypes(*state_), std::move(dtypes)),
              std::exchange(opt_state_access::workspace(*state_), std::move(workspace))});
}

step_recording& step_call::speak(const tree& updates, const tree* params, const extra_args& extra,
                                 step_watch* watch) {
  const step_plan* const known = opt_state_access::plan(*state_).get();
  if (known == nullptr) refuse_unmade(short_name(**rule_), *state_);
  std::unique_ptr<step_workspace>& workspace = opt_state_access::workspace(*state_);
  if (workspace == nullptr) workspace = std::make_unique<step_workspace>();
  if (workspace->call != nullptr) opt_state_access::expect_idle(*state_, short_name(**rule_));
  workspace_ = workspace.get();
  workspace_->call = this;
  if (known->owner != *rule_ || known->state_structure != state_->structure())
    adopt(updates, params);
  const step_plan& p = plan();
  step_workspace& w = *workspace_;
  const tree& like_params = p.form ? stand_in(p, w, params) : updates;
  if (p.form) check_gradients(p, updates);
  if (like_params.structure() != w.known.updates.structure())
    check_structure(p, like_params, "updates");
  if (params != nullptr && params->structure() != w.known.params.structure())
    check_structure(p, *params, "params");
  w.dtypes.begin(*state_, opt_state_access::dtypes(*state_), p.state_follows);
  step_recording::trees t{&p, state_, &w.dtypes, &p, &like_params, params, &extra, &w.known};
  if (p.form) t.own_gradients = &updates;
  w.recording.begin(t);
  w.recording.tell(watch);
  sweep s(w.recording, nullptr);
  p.owner->update(s, state_view(*p.state_structure, 0));
  return w.recording;
}

void step_call::follow_state(opt_state& to) noexcept {
  state_went_ = true;
  state_ = &to;
  workspace_->dtypes.follow_state(to);
  workspace_->recording.follow_state(to);
}

step_call::~step_call() {
  if (workspace_ != nullptr) {
    workspace_->call = nullptr;
    if (workspace_->dtypes.widened()) {
      workspace_->recording.expire_lowerings();
      workspace_->dtypes.undo();
    }
  }
  if (!before_) return;
  opt_state_access::plan(*state_) = std::move(before_->plan);
  opt_state_access::dtypes(*state_) = std::move(before_->dtypes);
  opt_state_access::workspace(*state_) = std::move(before_->workspace);
}

}  // namespace optaxx
