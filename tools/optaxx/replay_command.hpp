#pragma once

#include <string>
#include <vector>

#include "replay/distance.hpp"

/// `optaxx replay`: runs recorded traces of Optax here and says how far the numbers are apart.
struct replay_command {
  std::vector<std::string> files;
  bool forced = false;
  bool json = false;
  replay::bounds within;
  std::vector<std::string> bind;  ///< "lr=1e-3".

  /// The exit status: 0 if every trace is within the bounds.
  int run() const;
};
