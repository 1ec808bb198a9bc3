#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "support/runs.hpp"

namespace support {

/// What lets a call fail: from `set` on at that place of it, counted from 0, until `release`, which
/// tells whether it came to that.
struct trap {
  std::function<void(std::size_t place)> set;
  std::function<bool()> release;
};

/// After how many steps of a run a call is to fail, and how that call is made.
struct moment {
  std::size_t steps;
  way how;
};

/// The first call, which makes the workspace, and later ones, which find it.
const std::vector<moment>& moments();

/// Expects of the trap at every place of a call that the call has changed nothing, and that the
/// next two have the bits of a run that was never disturbed. The steps before are those of `first`.
void expect_failures_change_nothing(const trap& t, const optaxx::transformation& first,
                                    const optaxx::transformation& tx, const problem& p);

/// The same of `init`, which has nothing to change.
void expect_failures_of_init_come_through(const trap& t, const optaxx::transformation& tx,
                                          const optaxx::tree& params);

}  // namespace support
