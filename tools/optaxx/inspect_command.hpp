#pragma once

#include <string>

/// `optaxx inspect`: what is in a safetensors file.
struct inspect_command {
  std::string file;
  bool json = false;

  int run() const;
};
