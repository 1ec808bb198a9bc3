#include "optaxx/tree_utils/apply_updates.hpp"

#include <stdexcept>

#include "core/flush_guard.hpp"
#include "optaxx/core/errors.hpp"
#include "optaxx/tree_utils/global_norm.hpp"
#include "sweep/check.hpp"
#include "sweep/recording.hpp"

namespace optaxx {
namespace {

// A step without rules: what a tree as it stands would do.
class bare_step {
 public:
  bare_step(const tree& updates, const tree* params, const char* function) {
    plan_.function = function;
    describe_leaves(plan_, params == nullptr ? updates : *params);
    check_tree(plan_, updates, "updates");
    plan_.state_types = std::make_shared<const state_dtypes::list>();
    plan_.state_structure = state_.structure();
    dtypes_.begin(state_, plan_.state_types, plan_.state_follows);
    recording_.begin({&plan_, &state_, &dtypes_, &plan_, &updates, params, &extra_});
  }
  void check_memory() {
    step_memory().check(plan_, {recording_.now().grads, recording_.now().params, &state_});
  }
  step_recording& recording() { return recording_; }

 private:
  step_plan plan_;
  tree state_;
  state_dtypes dtypes_;
  extra_args extra_;
  step_recording recording_;
};

}  // namespace

void apply_updates(tree& params, const tree& updates) {
  bare_step step(updates, &params, "apply_updates");
  const flush_guard guard;
  step.recording().prepare(isa::finish::apply);
  expect_steppable("apply_updates", params);
  step.check_memory();
  step.recording().commit({});
}

double global_norm(const tree& updates) {
  for (const array& a : updates.leaves()) {
    if (is_floating(a.dtype())) continue;
    const auto leaf = static_cast<std::size_t>(&a - updates.leaves().data());
    throw tree_mismatch("global_norm: updates" + updates.structure()->accessor(leaf) + " is " +
                        std::string(name_of(a.dtype())) + ", expected a float dtype");
  }
  return bare_step(updates, nullptr, "global_norm").recording().global_norm(nullptr);
}

}  // namespace optaxx
