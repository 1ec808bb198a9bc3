#pragma once

#include <string>

#include "optaxx/core/transform.hpp"

namespace optaxx {

/// What `step` would do, in words: the state that is kept, every sweep over memory with the links
/// that run in it, what it reads and writes in bytes per parameter, the loop that runs it, threads
/// and instruction set, and why there is more than one sweep. It is read off a step that is made
/// ready and not taken: nothing of the caller's changes. The gradients of that step are ones.
///
/// Links may speak differently from step to step (`multi_steps`, a clip below its bound); with a
/// state it is the step that comes next. Throws what `init` and `step` throw.
std::string explain(const transformation& tx, const tree& params);
std::string explain(const transformation& tx, const opt_state& state, const tree& params);

}  // namespace optaxx
