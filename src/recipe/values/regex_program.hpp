#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "recipe/values/letter_set.hpp"

namespace optaxx::recipes {

/// What a pattern is compiled to: a machine that is in several states at once.
struct regex_program {
  enum class op : std::uint8_t {
    letter,  ///< One of a set.
    split,   ///< Goes on at both.
    jump,
    begin,
    line_begin,
    end,  ///< Or in front of a last newline.
    line_end,
    last,
    word_edge,
    no_word_edge,
    look,     ///< Where what is around has a form.
    look_not  ///< Where it has not.
  };
  struct instruction {
    op what;
    std::int32_t first = 0;  ///< To where, relative; of `letter` the set, of the looks the look.
    std::int32_t other = 0;
    bool ascii = false;  ///< Of word edges.
  };
  using fragment = std::vector<instruction>;
  /// (?=...) and (?<=...). What looks ahead is compiled to be read from right to left: so it is
  /// known for all positions after one walk through the text.
  struct look {
    bool behind;
    fragment code;
  };

  std::vector<letter_set> sets;
  std::vector<look> looks;  ///< An inner one stands before the outer one.
  fragment code;
  std::uint64_t ranges = 0;  ///< That were gone through to make the sets: a measure of work.

  std::uint64_t instructions() const {
    std::uint64_t sum = code.size();
    for (const look& l : looks) sum += l.code.size();
    return sum;
  }
};

/// As the flags of Python's re.
struct regex_flags {
  bool ignore_case = false;
  bool multi_line = false;
  bool dot_all = false;
  bool ascii = false;
};

/// Throws std::invalid_argument.
regex_program compiled_regex(std::string_view text, const regex_flags& flags);
/// Throws std::invalid_argument.
regex_program compiled_glob(std::string_view text);

constexpr std::size_t most_instructions = 2000;

}  // namespace optaxx::recipes
