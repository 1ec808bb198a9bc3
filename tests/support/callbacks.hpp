#pragma once

#include <functional>
#include <string>
#include <vector>

#include "optaxx/core/transform.hpp"

namespace support {

/// A transformation that calls a function of the user's.
struct with_callback {
  std::string name;
  optaxx::transformation tx;
  bool in_init = false;
  bool in_update = true;
};

/// One for each kind of function there is.
std::vector<with_callback> all_that_call();

/// What all these functions call first, as long as this lives, if it is not called already.
class on_call {
 public:
  explicit on_call(std::function<void()> f);
  on_call(const on_call&) = delete;
  on_call& operator=(const on_call&) = delete;
  ~on_call();
};

}  // namespace support
