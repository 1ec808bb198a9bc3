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
    : tree(std::move(t)), plan_(std::move(plan)), dtypes_(plan_->state_types) {}
opt_state::opt_state(const opt_state& other)
    : tree(other), plan_(other.plan_), dtypes_(other.dtypes_) {}
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
  plan->gradients = how.gradients;
  state = lay_out(*r, params, *plan);
  plan->state_structure = state.structure();
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
  init_options how;
  if (before != nullptr) how = {before->numerics, before->gradients};
  auto plan = make_plan(r, before != nullptr ? like_params : updates, how, laid_out);
  const std::string refusal = short_name(*r) + ": the state is that of another transformation: ";
  if (!same_structure(laid_out.structure(), state.structure()) || before == nullptr) {
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
  opt_state_access::drop_workspace(state);
  opt_state_access::plan(state) = std::move(plan);
  opt_state_access::dtypes(state) = std::move(dtypes);
}

}  // namespace

opt_state transformation::init(const tree& params, const init_options& how) const {
  tree state;
  auto plan = make_plan(rule_, params, how, state);
  return opt_state_access::make(std::move(state), std::move(plan));
}

void transformation::init(layout& state) const {
  const detail::nesting one_more;
  rule_->init(state);
}

call transformation::describe() const {
  const detail::nesting one_more;
  return rule_->describe();
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
  w.dtypes.begin(state, opt_state_access::dtypes(state), plan.state_follows);
  w.recording.begin({&plan, &state, &w.dtypes, &plan.state_shapes, &updates, params, &extra,
                     w.updates.version(), w.params.version()});
  w.recording.tell(watch);
  sweep s(w.recording, nullptr);
  r->update(s, state_view(*state.structure(), 0));
  return w.recording;
}

namespace {

const tree* given_params(const tree& params) { return params.is_none() ? nullptr : &params; }

// A step that is not made to its end leaves the dtypes of the state's arrays as they were.
class dtypes_of_step {
 public:
  explicit dtypes_of_step(opt_state& state) : state_(&state) {}
  dtypes_of_step(const dtypes_of_step&) = delete;
  dtypes_of_step& operator=(const dtypes_of_step&) = delete;
  ~dtypes_of_step() {
    step_workspace* const w = opt_state_access::existing_workspace(*state_);
    if (w == nullptr || !w->dtypes.widened()) return;
    w->recording.expire_lowerings();
    w->dtypes.undo();
  }
  void keep() noexcept {
    step_workspace& w = *opt_state_access::existing_workspace(*state_);
    if (!w.dtypes.widened()) return;
    w.recording.expire_lowerings();
    opt_state_access::dtypes(*state_) = w.dtypes.keep();
  }

 private:
  opt_state* state_;
};

}  // namespace

tree transformation::update(const tree& updates, opt_state& state, const tree& params,
                            const extra_args& extra) const {
  dtypes_of_step dtypes(state);
  step_recording& step = speak(rule_, updates, state, given_params(params), extra);
  const flush_guard guard;
  step.prepare(isa::finish::store);
  tree result = step.new_updates();
  step.commit(result.leaves());
  dtypes.keep();
  return result;
}

tree transformation::update(tree&& updates, opt_state& state, const tree& params,
                            const extra_args& extra) const {
  for (const array& a : updates.leaves()) {
    if (!a.owning() || !a.writable()) return update(std::as_const(updates), state, params, extra);
  }
  dtypes_of_step dtypes(state);
  step_recording& step = speak(rule_, updates, state, given_params(params), extra);
  const flush_guard guard;
  step.prepare(isa::finish::store);
  if (!step.fit_into(updates)) {
    tree result = step.new_updates();
    step.commit(result.leaves());
    dtypes.keep();
    return result;
  }
  step.commit(updates.leaves());
  dtypes.keep();
  return std::move(updates);
}

void transformation::step(const tree& grads, opt_state& state, tree& params,
                          const extra_args& extra) const {
  dtypes_of_step dtypes(state);
  step_recording& step = speak(rule_, grads, state, &params, extra);
  step_workspace& w = opt_state_access::workspace(state);
  if (w.steppable_params != w.params.version()) expect_steppable(short_name(*rule_), params);
  w.steppable_params = w.params.version();
  const flush_guard guard;
  step.prepare(isa::finish::apply);
  step.commit({});
  dtypes.keep();
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
