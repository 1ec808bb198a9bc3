#pragma once

#include <cstdint>

#include "recipe/run/interpreter.hpp"
#include "recipe/run/surroundings.hpp"

namespace optaxx::recipes {

/// As long as it lives, a run is the innermost one of its thread. What runs within another run, as
/// a schedule that a function of the text calls, may do what that one still may: its work and its
/// arrays are work and arrays of both.
class nested_run {
 public:
  explicit nested_run(interpreter& in);
  ~nested_run();
  nested_run(const nested_run&) = delete;
  nested_run& operator=(const nested_run&) = delete;

 private:
  surroundings_of_text surroundings_;
  interpreter& in_;
  interpreter* outer_;
  std::uint64_t begin_;
};

}  // namespace optaxx::recipes
