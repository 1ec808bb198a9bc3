// The syntax of Python's re.
#include <fmt/format.h>

#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "recipe/text/letters.hpp"
#include "recipe/values/regex_program.hpp"

namespace optaxx::recipes {
namespace {

using fragment = regex_program::fragment;
using op = regex_program::op;

constexpr std::int64_t most_repeats = 1000;
constexpr int most_groups = 50;

bool is_ascii_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
letter_set single(char32_t c) { return letter_set({{c, c}}); }

class pattern_parser {
 public:
  pattern_parser(std::string_view source, const regex_flags& flags)
      : source_(source), text_(code_points(source)), flags_(flags) {}

  regex_program parse() {
    while (text_.compare(at_, 2, U"(?") == 0 && read_global_flags()) continue;
    result_.code = alternatives();
    if (!at_end()) fail("')' closes nothing");
    return std::move(result_);
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    std::size_t shown = 0;
    for (int letters = 0; shown < source_.size(); ++shown) {
      if (!continues_letter(source_[shown]) && letters++ == 60) break;
    }
    throw std::invalid_argument(
        fmt::format("the pattern '{}' at letter {}: {}", source_.substr(0, shown), at_ + 1, what));
  }
  [[noreturn]] void fail_unknown() const { fail("this group is not known here"); }

  bool at_end() const { return at_ == text_.size(); }
  bool next_is(char32_t c) const { return !at_end() && text_[at_] == c; }
  bool take(char32_t c) {
    if (!next_is(c)) return false;
    ++at_;
    return true;
  }
  char32_t any() {
    if (at_end()) fail("it ends too early");
    return text_[at_++];
  }

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
    return one_of(escaped_letters(c));
  }

  char32_t read_code(int digits) {
    char32_t code = 0;
    for (int i = 0; i < digits; ++i) {
      const char32_t c = any();
      const char32_t lower = c | 0x20U;
      if (!is_digit(c) && (lower < 'a' || lower > 'f')) fail("a digit of 0 to f is missing");
      code = code * 16 + (is_digit(c) ? c - '0' : lower - 'a' + 10);
    }
    if (code > 0x10ffff) fail("there is no such letter");
    return code;
  }

  letter_set escaped_letters(char32_t c) {
    constexpr std::u32string_view names = U"ntrfva";
    constexpr std::u32string_view meanings = U"\n\t\r\f\v\a";
    const bool ascii = flags_.ascii;
    switch (c) {
      case 'd':
        return letter_set::digits(ascii);
      case 'D':
        return letter_set::digits(ascii).inverted();
      case 'w':
        return letter_set::words(ascii);
      case 'W':
        return letter_set::words(ascii).inverted();
      case 's':
        return letter_set::blanks(ascii);
      case 'S':
        return letter_set::blanks(ascii).inverted();
      case 'x':
        return single(read_code(2));
      case 'u':
        return single(read_code(4));
      case 'U':
        return single(read_code(8));
      case '0': {
        char32_t code = 0;
        for (int i = 0; i < 2 && !at_end() && text_[at_] >= '0' && text_[at_] <= '7'; ++i)
          code = code * 8 + (text_[at_++] - '0');
        return single(code);
      }
      default:
        break;
    }
    const std::size_t known = names.find(c);
    if (known != names.npos) return single(meanings[known]);
    if (is_digit(c)) fail("references to groups are not known here");
    if (is_ascii_letter(c)) fail("this escape is not known here");
    return single(c);
  }

  letter_set letters_in_set() {
    const char32_t c = any();
    if (c != '\\') return single(c);
    return take('b') ? single('\b') : escaped_letters(any());
  }

  fragment set() {
    const bool inverted = take('^');
    std::vector<letter_range> ranges;
    for (bool first = true; first || !take(']'); first = false) {
      const letter_set here = letters_in_set();
      const bool range_follows = next_is('-') && at_ + 1 < text_.size() && text_[at_ + 1] != ']';
      if (!range_follows) {
        ranges.insert(ranges.end(), here.ranges().begin(), here.ranges().end());
        continue;
      }
      ++at_;
      ranges.push_back({only_letter(here), only_letter(letters_in_set())});
      if (ranges.back().last < ranges.back().first) fail("the range is upside down");
    }
    const letter_set letters = with_case(letter_set(std::move(ranges)));
    return of_set(inverted ? letters.inverted() : letters);
  }
  char32_t only_letter(const letter_set& set) const {
    const letter_range& r = set.ranges().front();
    if (set.ranges().size() != 1 || r.first != r.last) fail("a range goes from letter to letter");
    return r.first;
  }

  std::string_view source_;
  std::u32string text_;
  std::size_t at_ = 0;
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
