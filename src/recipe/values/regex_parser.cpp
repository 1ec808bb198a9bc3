// The syntax of Python's re.
#include <fmt/format.h>

#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "recipe/values/regex_program.hpp"
#include "recipe/values/regex_reader.hpp"

namespace optaxx::recipes {
namespace {

using fragment = regex_program::fragment;
using op = regex_program::op;

constexpr std::int64_t most_repeats = 1000;
constexpr int most_groups = 50;

class pattern_parser : regex_reader {
 public:
  pattern_parser(std::string_view source, const regex_flags& flags)
      : regex_reader(source), flags_(flags) {}

  regex_program parse() {
    while (text_.compare(at_, 2, U"(?") == 0 && read_global_flags()) continue;
    result_.code = alternatives();
    if (!at_end()) fail("')' closes nothing");
    return std::move(result_);
  }

 private:
  [[noreturn]] void fail_unknown() const { fail("this group is not known here"); }

  void append(fragment& to, const fragment& from) const {
    if (to.size() + from.size() > most_instructions) fail("it is too long");
    to.insert(to.end(), from.begin(), from.end());
  }
  static std::int32_t length(const fragment& f) { return static_cast<std::int32_t>(f.size()); }

  // ---- flags

  // (?im) at the beginning; false for any other group.
  bool read_global_flags() {
    std::size_t end = at_ + 2;
    while (end < text_.size() && is_ascii_letter(text_[end])) ++end;
    if (end == at_ + 2 || end == text_.size() || text_[end] != ')' || text_[at_ + 2] == 'P')
      return false;
    at_ += 2;
    while (!take(')')) set_flag(any(), true);
    return true;
  }
  void set_flag(char32_t name, bool on) {
    switch (name) {
      case 'i':
        flags_.ignore_case = on;
        return;
      case 'm':
        flags_.multi_line = on;
        return;
      case 's':
        flags_.dot_all = on;
        return;
      case 'a':
        flags_.ascii = true;
        return;
      case 'u':
        flags_.ascii = false;
        return;
      default:
        fail("this flag is not known here");
    }
  }
  // What stands between '(?' and ':'.
  void read_flags_of_group() {
    bool on = true;
    while (!take(':')) {
      if (on && take('-')) on = false;
      set_flag(any(), on);
    }
  }

  // ---- what matches

  fragment alternatives() {
    if (++groups_ > most_groups) fail("too many groups in one another");
    fragment result = sequence();
    while (take('|')) {
      const fragment other = sequence();
      fragment both{{op::split, 1, length(result) + 2}};
      append(both, result);
      append(both, {{op::jump, length(other) + 1}});
      append(both, other);
      result = std::move(both);
    }
    --groups_;
    return result;
  }

  fragment sequence() {
    fragment result;
    while (!at_end() && text_[at_] != '|' && text_[at_] != ')') {
      const fragment next = repeated(atom());
      if (!from_the_right_) {
        append(result, next);
        continue;
      }
      fragment all = next;
      append(all, result);
      result = std::move(all);
    }
    return result;
  }

  // * + ? {2,3}
  struct repeats {
    std::int64_t least = 1;
    std::int64_t most = 1;
  };
  static constexpr std::int64_t endless = std::numeric_limits<std::int64_t>::max();
  std::optional<repeats> read_repeats() {
    if (take('*')) return repeats{0, endless};
    if (take('+')) return repeats{1, endless};
    if (take('?')) return repeats{0, 1};
    return read_counts();
  }

  fragment repeated(const fragment& one) {
    const std::optional<repeats> times = read_repeats();
    if (!times) return one;
    if (!repeatable_) fail("nothing to repeat");
    if (next_is('+')) fail("repeats that give nothing back are not known here");
    take('?');  // a short match is a match
    if (read_repeats()) fail("repeated twice");
    fragment result;
    for (std::int64_t i = 0; i < times->least; ++i) append(result, one);
    if (times->most == endless) {
      append(result, {{op::split, 1, length(one) + 2}});
      append(result, one);
      append(result, {{op::jump, -length(one) - 1}});
      return result;
    }
    for (std::int64_t i = times->least; i < times->most; ++i) {
      append(result, {{op::split, 1, length(one) + 1}});
      append(result, one);
    }
    return result;
  }

  // {2} {2,} {,3} {2,3} {,}; other braces stand for themselves.
  std::optional<repeats> read_counts() {
    if (!next_is('{')) return std::nullopt;
    const std::size_t begin = at_++;
    const auto otherwise = [&]() -> std::optional<repeats> {
      at_ = begin;
      return std::nullopt;
    };
    if (next_is('}')) return otherwise();
    repeats result;
    const auto least = read_count();
    std::optional<std::int64_t> most = least;
    const bool open = take(',');
    if (open) most = read_count();
    if (!take('}')) return otherwise();
    result.least = least.value_or(0);
    result.most = most.value_or(endless);
    if (result.most < result.least) fail("the repeats are upside down");
    return result;
  }
  std::optional<std::int64_t> read_count() {
    std::optional<std::int64_t> n;
    while (!at_end() && is_digit(text_[at_])) {
      n = n.value_or(0) * 10 + static_cast<std::int64_t>(text_[at_++] - '0');
      if (*n > most_repeats) fail("too many repeats");
    }
    return n;
  }

  fragment one_of(const letter_set& set) { return of_set(with_case(set)); }
  fragment of_set(letter_set set) {
    // Case goes through a table of pairs.
    result_.ranges += set.ranges().size() * (flags_.ignore_case ? 5 : 1);
    result_.sets.push_back(std::move(set));
    return {{op::letter, static_cast<std::int32_t>(result_.sets.size()) - 1}};
  }
  letter_set with_case(const letter_set& set) const {
    return flags_.ignore_case ? set.ignoring_case(flags_.ascii) : set;
  }

  fragment place(op what) {
    repeatable_ = false;
    return {{what, 0, 0, flags_.ascii}};
  }

  fragment atom() {
    repeatable_ = true;
    const char32_t c = any();
    switch (c) {
      case '(':
        return group();
      case '[':
        return set();
      case '.':
        return of_set(flags_.dot_all ? letter_set::all() : single('\n').inverted());
      case '^':
        return place(flags_.multi_line ? op::line_begin : op::begin);
      case '$':
        return place(flags_.multi_line ? op::line_end : op::end);
      case '*':
      case '+':
      case '?':
        fail("nothing to repeat");
      case '{':
        --at_;
        if (read_counts()) fail("nothing to repeat");
        ++at_;
        return one_of(single(c));
      case '\\':
        return escaped();
      default:
        return one_of(single(c));
    }
  }

  // ---- groups

  fragment group() {
    const regex_flags around = flags_;
    const bool comment = text_.compare(at_, 2, U"?#") == 0;
    fragment inner;
    if (comment) {
      while (!next_is(')')) any();
    } else if (!take('?')) {
      inner = alternatives();
    } else if (take('=') || take('!')) {
      inner = look(false, text_[at_ - 1] == '=');
    } else if (take('<')) {
      if (!take('=') && !take('!')) fail_unknown();
      inner = look(true, text_[at_ - 1] == '=');
    } else {
      read_kind_of_group();
      inner = alternatives();
    }
    if (!take(')')) fail("'(' is never closed");
    flags_ = around;
    repeatable_ = !comment;
    return inner;
  }

  void read_kind_of_group() {
    if (take('P')) {
      if (!take('<') || next_is('>')) fail_unknown();
      while (any() != '>') continue;
      return;
    }
    if (at_end() || (text_[at_] != ':' && text_[at_] != '-' && !is_ascii_letter(text_[at_])))
      fail_unknown();
    read_flags_of_group();
  }

  fragment look(bool behind, bool wanted) {
    const bool around = std::exchange(from_the_right_, !behind);
    fragment code = alternatives();
    from_the_right_ = around;
    result_.looks.push_back({behind, std::move(code)});
    const auto number = static_cast<std::int32_t>(result_.looks.size()) - 1;
    return {{wanted ? op::look : op::look_not, number}};
  }

  // ---- single letters

  fragment escaped() {
    const char32_t c = any();
    if (c == 'A') return place(op::begin);
    if (c == 'Z') return place(op::last);
    if (c == 'b') return place(op::word_edge);
    if (c == 'B') return place(op::no_word_edge);
    return one_of(escaped_letters(c, flags_.ascii));
  }

  fragment set() {
    const bool inverted = take('^');
    const letter_set letters = with_case(letters_of_set(flags_.ascii));
    return of_set(inverted ? letters.inverted() : letters);
  }

  int groups_ = 0;
  regex_flags flags_;
  bool from_the_right_ = false;  // what is read last comes first
  bool repeatable_ = true;       // the last atom is
  regex_program result_;
};

}  // namespace

regex_program compiled_regex(std::string_view text, const regex_flags& flags) {
  return pattern_parser(text, flags).parse();
}

}  // namespace optaxx::recipes
