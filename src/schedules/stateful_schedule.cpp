#include "optaxx/schedules/stateful_schedule.hpp"

#include "optaxx/tree_utils/safe_increment.hpp"

namespace optaxx {
namespace {

std::int32_t count_in(const tree& state) {
  return static_cast<std::int32_t>(state["count"].leaf().item());
}

tree state_of(std::int32_t count) {
  return tree::named_struct("WrappedScheduleState",
                            {{"count", array::scalar(dtype::i32, static_cast<double>(count))}});
}

}  // namespace

tree wrapped_schedule::init() const { return state_of(0); }
tree wrapped_schedule::update(const tree& state, const extra_args&) const {
  return state_of(safe_increment(count_in(state)));
}
number wrapped_schedule::at(const tree& state, const extra_args&) const {
  return f_.at(step_t{count_in(state)}, false);
}

}  // namespace optaxx
