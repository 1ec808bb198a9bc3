#pragma once

#include <string>
#include <vector>

/// `optaxx replay`: runs recorded traces of Optax here and says how far the numbers are apart.
struct replay_command {
  std::vector<std::string> files;
  bool forced = false;
  bool json = false;
  double max_ulp = 0;

  /// The exit status: 0 if every trace is within max_ulp.
  int run() const;
};
