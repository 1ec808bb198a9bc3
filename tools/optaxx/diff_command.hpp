#pragma once

#include <string>

#include "replay/distance.hpp"

/// `optaxx diff`: two safetensors files, array by array.
struct diff_command {
  std::string a;
  std::string b;
  replay::bounds within;
  bool json = false;

  /// The exit status: 0 if all arrays are within the bounds.
  int run() const;
};
