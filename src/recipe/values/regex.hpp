#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "recipe/values/value.hpp"

namespace optaxx::recipes {

/// Regular expressions as Python writes them, for the one question whether there is a match. All
/// beginnings of a match are followed at once, so that the time is at most the length of the text
/// times the length of the pattern, whatever the pattern.
class regex {
 public:
  /// Throws std::invalid_argument for what is not known here: groups that look around, references
  /// to other groups, and patterns that are too long.
  explicit regex(std::string_view text);
  /// fnmatch's patterns: * ? [a-z] [!a-z].
  static regex of_glob(std::string_view text);

  bool matches(std::string_view text, pattern::where where) const;
  /// Steps that this may take.
  std::uint64_t work(std::string_view text) const { return (text.size() + 1) * program_.size(); }

  using letters = std::bitset<256>;
  enum class op : std::uint8_t { letter, split, jump, begin, end, last, word_edge, no_word_edge };
  struct instruction {
    op what;
    std::int32_t first = 0;  // to where, relative
    std::int32_t other = 0;
    letters set = {};
  };
  using fragment = std::vector<instruction>;

 private:
  regex() = default;
  void follow(std::vector<std::uint32_t>& states, std::vector<std::size_t>& seen,
              std::uint32_t state, std::string_view text, std::size_t at) const;

  fragment program_;
};

}  // namespace optaxx::recipes
