#include "optaxx/core/transform.hpp"

#include <stdexcept>
#include <utility>
#include <vector>

#include "core/flush_guard.hpp"
#include "optaxx/core/errors.hpp"
#include "optaxx/core/options.hpp"
#include "sweep/recording.hpp"

namespace optaxx {

opt_state::opt_state() noexcept = default;
opt_state::opt_state(tree t, std::shared_ptr<const step_plan> plan)
    : tree(std::move(t)), plan_(std::move(plan)) {}
opt_state::opt_state(const opt_state& other) : tree(other), plan_(other.plan_) {}
opt_state::opt_state(opt_state&&) noexcept = default;
opt_state& opt_state::operator=(const opt_state& other) {
  if (this != &other) *this = opt_state(other);
  return *this;
}
opt_state& opt_state::operator=(opt_state&&) noexcept = default;
opt_state::~opt_state() = default;

void opt_state_access::expect_some(const opt_state& s, const std::string& function) {
  if (s.plan_ != nullptr || !s.is_none()) return;
  throw std::invalid_argument(function + ": the state is empty; init(params) makes one");
}

step_workspace& opt_state_access::workspace(opt_state& s) {
  if (!s.workspace_) s.workspace_ = std::make_unique<step_workspace>();
  return *s.workspace_;
}

namespace {

void use(numerics how, step_plan& plan) {
  plan.numerics = how;
  for (const auto& [node, inner] : plan.inner) use(how, *inner);
}

std::shared_ptr<step_plan> make_plan(const std::shared_ptr<const rule>& r, const tree& params,
                                     const init_options& how, tree& state) {
  auto plan = std::make_shared<step_plan>();
  plan->owner = r;
  describe_leaves(*plan, params);
  state = lay_out(*r, params, *plan);
  plan->state_structure = state.structure();
  for (const array& a : state.leaves()) {
    plan->state_types.push_back(a.dtype());
    plan->state_shapes.push_back(a.shape());
  }
  use(how.numerics, *plan);
  return plan;
}

// A state may be used by another transformation that keeps the same state, such as the same with
// another rate.
void adopt(const std::shared_ptr<const rule>& r, opt_state& state, const tree& updates) {
  const auto& before = opt_state_access::plan(state);
  tree like_params;
  if (before != nullptr)
    like_params = before->zeros([&](std::size_t leaf) { return before->leaves[leaf].dtype; });
  tree laid_out;
  const init_options how{before != nullptr ? before->numerics : numerics::exact};
  auto plan = make_plan(r, before != nullptr ? like_params : updates, how, laid_out);
  const std::string refusal = short_name(*r) + ": the state is that of another transformation: ";
  if (!same_structure(laid_out.structure(), state.structure()) || before == nullptr) {
    throw tree_mismatch(refusal + state.structure()->text() + ", expected " +
                        laid_out.structure()->text());
  }
  for (std::size_t i = 0; i < laid_out.leaves().size(); ++i) {
    const array& came = state.leaves()[i];
    const array& expected = laid_out.leaves()[i];
    if (came.dtype() == expected.dtype() && came.shape() == expected.shape()) continue;
    throw tree_mismatch(refusal + "state" + state.structure()->accessor(i) + " is " +
                        std::string(name_of(came.dtype())) + " " + came.shape().text() +
                        ", expected " + std::string(name_of(expected.dtype())) + " " +
                        expected.shape().text());
  }
  plan->state_structure = state.structure();
  opt_state_access::drop_workspace(state);
  opt_state_access::plan(state) = std::move(plan);
}

}  // namespace

opt_state transformation::init(const tree& params, const init_options& how) const {
  tree state;
  auto plan = make_plan(rule_, params, how, state);
  return opt_state_access::make(std::move(state), std::move(plan));
}

void transformation::update(sweep& s, const state_view& state) const {
  step_watch* const watch = s.step_->watch();
  if (watch != nullptr) watch->enter(short_name(*rule_));
  rule_->update(s, state);
  if (watch != nullptr) watch->leave();
}

step_recording& speak(const std::shared_ptr<const rule>& r, const tree& updates, opt_state& state,
                      const tree* params, const extra_args& extra, step_watch* watch) {
  const step_plan* const known = opt_state_access::plan(state).get();
  if (known == nullptr || known->owner != r || known->state_structure != state.structure()) {
    opt_state_access::expect_some(state, short_name(*r));
    adopt(r, state, updates);
  }
  const step_plan& plan = *opt_state_access::plan(state);
  step_workspace& w = opt_state_access::workspace(state);
  check_tree(plan, updates, "updates", &w.updates);
  if (params != nullptr) check_tree(plan, *params, "params", &w.params);
  w.recording.begin({&plan, &state, &plan.state_types, &plan.state_shapes, &updates, params, &extra,
                     w.updates.version(), w.params.version()});
  w.recording.tell(watch);
  sweep s(w.recording, nullptr);
  r->update(s, state_view(*state.structure(), 0));
  return w.recording;
}

namespace {

const tree* given_params(const tree& params) { return params.is_none() ? nullptr : &params; }

}  // namespace

tree transformation::update(const tree& updates, opt_state& state, const tree& params,
                            const extra_args& extra) const {
  step_recording& step = speak(rule_, updates, state, given_params(params), extra);
  const flush_guard guard;
  step.prepare(isa::finish::store);
  tree result = step.new_updates();
  step.commit(result.leaves());
  return result;
}

tree transformation::update(tree&& updates, opt_state& state, const tree& params,
                            const extra_args& extra) const {
  for (const array& a : updates.leaves()) {
    if (!a.owning() || !a.writable()) return update(std::as_const(updates), state, params, extra);
  }
  step_recording& step = speak(rule_, updates, state, given_params(params), extra);
  const flush_guard guard;
  step.prepare(isa::finish::store);
  if (!step.fit_into(updates)) {
    tree result = step.new_updates();
    step.commit(result.leaves());
    return result;
  }
  step.commit(updates.leaves());
  return std::move(updates);
}

void transformation::step(const tree& grads, opt_state& state, tree& params,
                          const extra_args& extra) const {
  step_recording& step = speak(rule_, grads, state, &params, extra);
  step_workspace& w = opt_state_access::workspace(state);
  if (w.steppable_params != w.params.version()) expect_steppable(short_name(*rule_), params);
  w.steppable_params = w.params.version();
  const flush_guard guard;
  step.prepare(isa::finish::apply);
  step.commit({});
}

std::string describe(const transformation& tx) { return tx.describe().text(); }

std::string option_text(const transformation& value) { return describe(value); }

std::string option_text(const std::vector<std::pair<std::string, transformation>>& value) {
  std::string text;
  for (const auto& [label, tx] : value)
    text += (text.empty() ? "{" : ", ") + option_text(label) + ": " + describe(tx);
  return text.empty() ? "{}" : text + "}";
}

}  // namespace optaxx
