#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sweep/lowering.hpp"

namespace optaxx {

/// Why a pass over memory is made.
enum class pass_reason : std::uint8_t {
  end,         // of the step: the only passes that write
  norm,        // a rule asks for a norm
  finite,      // whether all elements are finite
  sum,         // for sums of a term
  leaves,      // for the updates as whole arrays
  whole_tree,  // as a tree
  replaced,    // uses an array of the state that a rule has replaced
  slots,       // looks at slots that were changed before it: they are run ahead on copies
  inner,       // runs a transformation on other trees
  axes,        // for reductions over axes
  results,     // writes slots that are like the results of these
  look,        // shows the updates to a rule
};

/// A pass as it was prepared.
struct planned_pass {
  pass_reason why;
  std::uint32_t link;  // that asked for it
  std::vector<exec::recorded_op> ops;
  const exec::lowering* code;
  const step_plan* plan;
  isa::finish end;
  bool dry;          // slots are not written
  bool from_arrays;  // begins with arrays of its own, not with the gradients
  std::size_t threads;
  std::size_t working_bytes;
  std::size_t leaf_threads = 1;  // of the function that gets whole arrays
};

/// What a step did, for `explain`: which rules spoke, and every pass over memory. Valid as long as
/// the recording is.
struct step_watch {
  struct link {
    std::string name;
    bool leads = false;  // others
  };
  std::vector<link> links;
  std::vector<std::uint32_t> stack;
  std::vector<planned_pass> passes;
  std::size_t copied_bytes = 0;  // of arrays of the state, until the end of the step

  explicit step_watch(std::string owner) { enter(std::move(owner)); }
  void enter(std::string name) {
    if (!stack.empty()) links[stack.back()].leads = true;
    stack.push_back(static_cast<std::uint32_t>(links.size()));
    links.push_back({std::move(name)});
  }
  void leave() { stack.pop_back(); }
  std::uint32_t speaking() const { return stack.back(); }
};

}  // namespace optaxx
