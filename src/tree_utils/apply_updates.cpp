#include "optaxx/tree_utils/apply_updates.hpp"

#include <stdexcept>

#include "optaxx/tree_utils/global_norm.hpp"
#include "sweep/recording.hpp"

namespace optaxx {
namespace {

// A step without rules: what a tree as it stands would do.
class bare_step {
 public:
  bare_step(const tree& updates, const tree& like, const char* function, const char* like_name) {
    plan_.function = function;
    describe_leaves(plan_, like, like_name);
    check_tree(plan_, updates, "updates");
    recording_.begin(
        {&plan_, &state_, &plan_.state_types, &plan_.state_shapes, &updates, nullptr, &extra_});
  }
  step_recording& recording() { return recording_; }

 private:
  step_plan plan_;
  tree state_;
  extra_args extra_;
  step_recording recording_;
};

}  // namespace

void apply_updates(tree& params, const tree& updates) {
  bare_step step(updates, params, "apply_updates", "params");
  step.recording().prepare(isa::finish::apply);
  for (array& a : params.leaves()) a.mutable_data();
  step.recording().commit({}, &params);
}

double global_norm(const tree& updates) {
  return bare_step(updates, updates, "global_norm", "updates").recording().global_norm(nullptr);
}

}  // namespace optaxx
