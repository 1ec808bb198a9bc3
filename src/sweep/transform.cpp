#include "optaxx/core/transform.hpp"

#include <utility>
#include <vector>

#include "core/flush_guard.hpp"
#include "optaxx/core/options.hpp"
#include "sweep/check.hpp"
#include "sweep/step_call.hpp"

namespace optaxx {

opt_state transformation::init(const tree& params, const init_options& how) const {
  const caller_guard environment;
  const call_under_way call(*rule_);
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

namespace {

const tree* given_params(const tree& params) { return params.is_none() ? nullptr : &params; }

tree in_new_memory(step_call& call, step_recording& step) {
  tree result = step.new_updates();
  step.commit(result.leaves());
  call.keep();
  return result;
}

}  // namespace

tree transformation::update(const tree& updates, opt_state& state, const tree& params,
                            const extra_args& extra) const {
  const caller_guard environment;
  step_call call(rule_, state);
  step_recording& step = call.speak(updates, given_params(params), extra);
  environment.flush();
  step.prepare(isa::finish::store);
  return in_new_memory(call, step);
}

tree transformation::update(tree&& updates, opt_state& state, const tree& params,
                            const extra_args& extra) const {
  const step_plan* const plan = opt_state_access::plan(state).get();
  if (plan != nullptr && plan->form) return update(std::as_const(updates), state, params, extra);
  for (const array& a : updates.leaves()) {
    if (!a.owning() || !a.writable()) return update(std::as_const(updates), state, params, extra);
  }
  const caller_guard environment;
  step_call call(rule_, state);
  step_recording& step = call.speak(updates, given_params(params), extra);
  environment.flush();
  step.prepare(isa::finish::store);
  if (!step.fit_into(updates) || !call.known().memory.updates_apart())
    return in_new_memory(call, step);
  step.commit(updates.leaves());
  call.keep();
  return std::move(updates);
}

void transformation::step(const tree& grads, opt_state& state, tree& params,
                          const extra_args& extra) const {
  const caller_guard environment;
  step_call call(rule_, state);
  step_recording& step = call.speak(grads, &params, extra);
  environment.flush();
  step.prepare(isa::finish::apply);
  known_trees& known = call.known();
  if (known.steppable_params != known.params.version())
    expect_steppable(function_of(call.plan()), params);
  known.steppable_params = known.params.version();
  step.commit({});
  call.keep();
}

std::string describe(const transformation& tx) {
  const caller_guard environment;
  return tx.describe().text();
}

std::string option_text(const transformation& value) { return describe(value); }

std::string option_text(const std::vector<std::pair<std::string, transformation>>& value) {
  std::string text;
  for (const auto& [label, tx] : value)
    text += (text.empty() ? "{" : ", ") + option_text(label) + ": " + describe(tx);
  return text.empty() ? "{}" : text + "}";
}

}  // namespace optaxx
