#pragma once

#include <cstddef>

namespace optaxx::exec {

/// How many of n threads beside the caller's the system lets us have, found out by having them:
/// oneTBB, refused one, may end the program from within a thread of its own. What was had stays
/// had, for oneTBB keeps its threads; after a refusal no more are asked for.
std::size_t spare_threads(std::size_t n) noexcept;

}  // namespace optaxx::exec
