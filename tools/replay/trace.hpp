#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "optaxx/core/tree.hpp"

namespace replay {

/// One call of `update`: what went in, and what Optax made of it.
struct trace_step {
  optaxx::tree grads;  ///< Of LookaheadParams those of one part; with examples, an axis of them.
  std::map<std::string, optaxx::tree> extra;       ///< Extra arguments; a number is a single leaf.
  std::map<std::string, optaxx::array> overrides;  ///< State leaves replaced before, by path.
  optaxx::tree updates;
  optaxx::tree state;
  optaxx::tree params;
};

/// A run of a recipe in real Optax. `params` and `state` are those in front of the first step.
///
/// The file does not say whether the key of a dict is a string, an int or a bool: keys become
/// strings unless only ints have this order.
struct trace {
  std::string name;  ///< Of the file, without suffixes.
  std::string recipe;
  std::string bindings;     ///< JSON.
  std::string mode;         ///< "eager" or "jit"; "" if the file does not say.
  std::string expectation;  ///< "exact", "libm" or "ulp"; "" if the file does not say.
  bool x64 = false;
  std::vector<std::string> functions;  ///< The extra arguments that are functions, by name.
  std::string value_fn;                ///< The name of an objective that was passed; "": none.
  optaxx::tree params;
  optaxx::tree state;
  std::vector<trace_step> steps;
};

/// Reads a file of the format optaxx.trace.v1, gzipped or not. Throws optaxx::format_error, naming
/// the file, if it is something else or has an entry too few or too many.
trace read_trace(const std::filesystem::path& file);

}  // namespace replay
