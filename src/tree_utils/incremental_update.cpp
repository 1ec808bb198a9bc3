#include "optaxx/tree_utils/incremental_update.hpp"

#include <stdexcept>
#include <string>

#include "tree_utils/leaf_loops.hpp"

namespace optaxx {

tree incremental_update(const tree& new_tensors, const tree& old_tensors, const number& step_size) {
  const caller_guard environment;
  return map_elements(
      "incremental_update",
      [step = step_size.value(), rest = step_size.one_minus()]<class T>(T a, T b) {
        return static_cast<T>(step) * a + static_cast<T>(rest) * b;
      },
      new_tensors, old_tensors);
}

tree periodic_update(const tree& new_tensors, const tree& old_tensors, std::int64_t steps,
                     std::int64_t update_period) {
  if (update_period <= 0) {
    throw std::invalid_argument("periodic_update: update_period must be positive, got " +
                                std::to_string(update_period));
  }
  check_alike("periodic_update", new_tensors, old_tensors);
  return packed(steps % update_period == 0 ? new_tensors : old_tensors);
}

}  // namespace optaxx
