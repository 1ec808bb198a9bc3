#pragma once

#include <string>

/// `optaxx diff`: two safetensors files, array by array.
struct diff_command {
  std::string a;
  std::string b;
  double max_ulp = 0;
  bool json = false;

  /// The exit status: 0 if all arrays are within max_ulp.
  int run() const;
};
