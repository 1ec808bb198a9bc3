#pragma once

#include <cstdint>
#include <string_view>

#include "recipe/values/regex_program.hpp"
#include "recipe/values/value.hpp"

namespace optaxx::recipes {

/// Regular expressions as Python writes them, for the one question whether there is a match. All
/// beginnings of a match are followed at once, so that the time is at most the length of the text
/// times the length of the pattern, whatever the pattern: a text must not be able to hang us.
///
/// Why not RE2, which promises the same time: masks of public projects look ahead, as MaxText's
/// trainable_parameters_mask '^(?!.*routed_experts/gate/kernel).*' does, and RE2 refuses that. Here
/// what lies around a position has a regular form too, and one walk through the text decides it for
/// all positions. RE2's \w, \d, \s and \b are those of ASCII, its $ does not know of a last
/// newline and it has no \Z, so that Python's syntax would still have to be read and rewritten
/// here; and every user of the library would install it.
class regex {
 public:
  /// Throws std::invalid_argument for what Python refuses, and for what is not known here:
  /// references to other groups, groups and repeats that give nothing back, (?x), and patterns that
  /// are too long.
  explicit regex(std::string_view text, const regex_flags& flags = {})
      : program_(compiled_regex(text, flags)) {}
  /// fnmatch's patterns: * ? [a-z] [!a-z].
  static regex of_glob(std::string_view text) { return regex(compiled_glob(text)); }

  bool matches(std::string_view text, pattern::where where) const;
  /// Steps that it took to make this.
  std::uint64_t work() const { return program_.ranges + program_.instructions(); }
  /// Steps that `matches` may take.
  std::uint64_t work(std::string_view text) const {
    return (text.size() + 1) * (program_.instructions() + 1);
  }

 private:
  explicit regex(regex_program program) : program_(std::move(program)) {}

  regex_program program_;
};

}  // namespace optaxx::recipes
