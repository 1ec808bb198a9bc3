#pragma once

#include <cstdint>

#include "core/flush_guard.hpp"

namespace optaxx::recipes {

/// As long as it lives, its thread works for a text: in the floating-point environment of Python,
/// and with 256 MiB of values at most. One within another changes nothing.
class surroundings_of_text {
 public:
  surroundings_of_text();
  ~surroundings_of_text();
  surroundings_of_text(const surroundings_of_text&) = delete;
  surroundings_of_text& operator=(const surroundings_of_text&) = delete;

 private:
  friend class surroundings_of_caller;

  ieee_guard guard_;
  bool outermost_;
  std::int64_t most_before_ = 0;
};

/// The floating-point environment of who has asked for the text again: for a call of what may be a
/// function of the program's.
class surroundings_of_caller {
 public:
  surroundings_of_caller();
  ~surroundings_of_caller();
  surroundings_of_caller(const surroundings_of_caller&) = delete;
  surroundings_of_caller& operator=(const surroundings_of_caller&) = delete;

 private:
  const surroundings_of_text* text_;
  float_control::word ours_;
};

}  // namespace optaxx::recipes
