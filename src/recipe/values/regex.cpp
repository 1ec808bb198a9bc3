#include "recipe/values/regex.hpp"

#include <fmt/format.h>

#include <cctype>
#include <limits>
#include <stdexcept>

namespace optaxx::recipes {
namespace {

using letters = regex::letters;
using fragment = regex::fragment;
using op = regex::op;

constexpr std::size_t most_instructions = 2000;
constexpr std::int64_t most_repeats = 1000;
constexpr int most_groups = 50;

letters range(int first, int last) {
  letters set;
  for (int c = first; c <= last; ++c) set.set(static_cast<std::size_t>(c));
  return set;
}
letters single(char c) {
  const int code = static_cast<unsigned char>(c);
  return range(code, code);
}
letters digits() { return range('0', '9'); }
letters word_letters() {
  return digits() | range('a', 'z') | range('A', 'Z') | single('_') | range(0x80, 0xff);
}
letters blanks() { return range('\t', '\r') | single(' '); }

class pattern_parser {
 public:
  explicit pattern_parser(std::string_view text) : text_(text) {}

  fragment parse() {
    if (text_.starts_with("(?i)")) {
      any_case_ = true;
      at_ = 4;
    }
    fragment result = alternatives();
    if (at_ != text_.size()) fail("')' closes nothing");
    return result;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw std::invalid_argument(
        fmt::format("the pattern '{}' at letter {}: {}", text_.substr(0, 60), at_ + 1, what));
  }
  bool at_end() const { return at_ == text_.size(); }
  bool take(char c) {
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  char any() {
    if (at_end()) fail("it ends too early");
    return text_[at_++];
  }

  void append(fragment& to, const fragment& from) const {
    if (to.size() + from.size() > most_instructions) fail("it is too long");
    to.insert(to.end(), from.begin(), from.end());
  }
  static std::int32_t length(const fragment& f) { return static_cast<std::int32_t>(f.size()); }

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
      const std::size_t begin = at_;
      append(result, repeated(atom(), begin));
    }
    return result;
  }

  fragment repeated(const fragment& one, std::size_t begin) {
    constexpr std::int64_t endless = std::numeric_limits<std::int64_t>::max();
    std::int64_t least = 1;
    std::int64_t most = 1;
    if (take('*')) {
      least = 0;
      most = endless;
    } else if (take('+')) {
      most = endless;
    } else if (take('?')) {
      least = 0;
    } else if (!counts(least, most)) {
      return one;
    }
    take('?');  // a short match is a match
    if (!at_end() && (text_[at_] == '*' || text_[at_] == '+')) fail("repeated twice");
    if (begin == at_) fail("nothing to repeat");
    fragment result;
    for (std::int64_t i = 0; i < least; ++i) append(result, one);
    if (most == endless) {
      append(result, {{op::split, 1, length(one) + 2}});
      append(result, one);
      append(result, {{op::jump, -length(one) - 1}});
      return result;
    }
    for (std::int64_t i = least; i < most; ++i) {
      append(result, {{op::split, 1, length(one) + 1}});
      append(result, one);
    }
    return result;
  }

  // {2} {2,} {,3} {2,3}; other braces stand for themselves.
  bool counts(std::int64_t& least, std::int64_t& most) {
    if (at_end() || text_[at_] != '{') return false;
    const std::size_t end = text_.find('}', at_);
    if (end == text_.npos || end == at_ + 1) return false;
    const std::string_view inner = text_.substr(at_ + 1, end - at_ - 1);
    if (inner.find_first_not_of("0123456789,") != inner.npos || inner == ",") return false;
    const std::size_t comma = inner.find(',');
    if (comma != inner.rfind(',')) return false;
    const auto number = [&](std::string_view digits, std::int64_t otherwise) {
      if (digits.empty()) return otherwise;
      std::int64_t n = 0;
      for (const char c : digits) {
        n = n * 10 + (c - '0');
        if (n > most_repeats) fail("too many repeats");
      }
      return n;
    };
    least = number(inner.substr(0, comma), 0);
    most = comma == inner.npos
               ? least
               : number(inner.substr(comma + 1), std::numeric_limits<std::int64_t>::max());
    if (most < least) fail("the repeats are upside down");
    at_ = end + 1;
    return true;
  }

  fragment one_of(letters set) const {
    if (any_case_) {
      for (int c = 'a'; c <= 'z'; ++c) {
        const auto lower = static_cast<std::size_t>(c);
        const std::size_t upper = lower - 'a' + 'A';
        if (set[lower] || set[upper]) set.set(lower).set(upper);
      }
    }
    return {{op::letter, 0, 0, set}};
  }

  fragment atom() {
    const char c = any();
    switch (c) {
      case '(': {
        if (take('?')) {
          if (take('P')) {
            if (!take('<')) fail("this group is not known here");
            while (any() != '>') continue;
          } else if (!take(':')) {
            fail("this group is not known here");
          }
        }
        fragment inner = alternatives();
        if (!take(')')) fail("'(' is never closed");
        return inner;
      }
      case '[':
        return one_of(set());
      case '.':
        return one_of(~single('\n'));
      case '^':
        return {{op::begin}};
      case '$':
        return {{op::end}};
      case '*':
      case '+':
      case '?':
        fail("nothing to repeat");
      case '\\':
        return escaped();
      default:
        return one_of(single(c));
    }
  }

  fragment escaped() {
    const char c = any();
    if (c == 'A') return {{op::begin}};
    if (c == 'Z') return {{op::last}};
    if (c == 'b') return {{op::word_edge}};
    if (c == 'B') return {{op::no_word_edge}};
    return one_of(escaped_letters(c));
  }
  letters escaped_letters(char c) const {
    constexpr std::string_view names = "ntrfv";
    constexpr std::string_view meanings = "\n\t\r\f\v";
    if (c == 'd') return digits();
    if (c == 'D') return ~digits();
    if (c == 'w') return word_letters();
    if (c == 'W') return ~word_letters();
    if (c == 's') return blanks();
    if (c == 'S') return ~blanks();
    if (names.find(c) != names.npos) return single(meanings[names.find(c)]);
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) fail("this escape is not known here");
    return single(c);
  }

  letters set() {
    const bool inverted = take('^');
    letters result;
    bool first = true;
    while (true) {
      const char c = any();
      if (c == ']' && !first) break;
      first = false;
      const letters here = c == '\\' ? escaped_letters(any()) : single(c);
      const bool range_follows =
          at_ + 1 < text_.size() && text_[at_] == '-' && text_[at_ + 1] != ']';
      if (!range_follows) {
        result |= here;
        continue;
      }
      ++at_;
      const char last = any();
      const letters there = last == '\\' ? escaped_letters(any()) : single(last);
      if (here.count() != 1 || there.count() != 1) fail("a range goes from letter to letter");
      const auto low = static_cast<int>(here._Find_first());
      const auto high = static_cast<int>(there._Find_first());
      if (low > high) fail("the range is upside down");
      result |= range(low, high);
    }
    return inverted ? ~result : result;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int groups_ = 0;
  bool any_case_ = false;
};

bool is_word(std::string_view text, std::size_t at) {
  static const letters word = word_letters();
  return at < text.size() && word[static_cast<unsigned char>(text[at])];
}

bool holds(op what, std::string_view text, std::size_t at) {
  const bool edge = is_word(text, at) != (at > 0 && is_word(text, at - 1));
  switch (what) {
    case op::begin:
      return at == 0;
    case op::end:
      return at == text.size() || (at + 1 == text.size() && text[at] == '\n');
    case op::last:
      return at == text.size();
    default:
      return edge == (what == op::word_edge);
  }
}

}  // namespace

regex::regex(std::string_view text) : program_(pattern_parser(text).parse()) {}

regex regex::of_glob(std::string_view text) {
  regex result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (result.program_.size() > most_instructions)
      throw std::invalid_argument("the pattern is too long");
    const std::size_t end = text.find(']', std::min(i + 2, text.size()));
    if (text[i] == '*') {
      result.program_.push_back({op::split, 1, 3});
      result.program_.push_back({op::letter, 0, 0, letters().set()});
      result.program_.push_back({op::jump, -2});
    } else if (text[i] == '[' && end != text.npos) {
      std::string set(text.substr(i, end - i + 1));
      if (set[1] == '!') set[1] = '^';
      const fragment one = pattern_parser(set).parse();
      result.program_.insert(result.program_.end(), one.begin(), one.end());
      i = end;
    } else {
      result.program_.push_back(
          {op::letter, 0, 0, text[i] == '?' ? letters().set() : single(text[i])});
    }
  }
  return result;
}

// Adds a state and all that it leads to without a letter.
void regex::follow(std::vector<std::uint32_t>& states, std::vector<std::size_t>& seen,
                   std::uint32_t state, std::string_view text, std::size_t at) const {
  std::vector<std::uint32_t> open{state};
  while (!open.empty()) {
    const std::uint32_t s = open.back();
    open.pop_back();
    if (seen[s] == at + 1) continue;
    seen[s] = at + 1;
    const auto to = [&](std::int32_t by) {
      return static_cast<std::uint32_t>(static_cast<std::int32_t>(s) + by);
    };
    if (s == program_.size() || program_[s].what == op::letter) {
      states.push_back(s);
      continue;
    }
    const instruction& i = program_[s];
    if (i.what == op::split) open.push_back(to(i.other));
    if (i.what == op::split || i.what == op::jump) {
      open.push_back(to(i.first));
    } else if (holds(i.what, text, at)) {
      open.push_back(to(1));
    }
  }
}

bool regex::matches(std::string_view text, pattern::where where) const {
  std::vector<std::uint32_t> states;
  std::vector<std::uint32_t> next;
  std::vector<std::size_t> seen(program_.size() + 1, 0);
  for (std::size_t at = 0;; ++at) {
    if (at == 0 || where == pattern::where::anywhere) follow(states, seen, 0, text, at);
    for (const std::uint32_t s : states) {
      const bool complete = s == program_.size();
      if (complete && (where != pattern::where::whole || at == text.size())) return true;
    }
    if (at == text.size() || (states.empty() && where != pattern::where::anywhere)) return false;
    next.clear();
    const auto letter = static_cast<unsigned char>(text[at]);
    for (const std::uint32_t s : states) {
      if (s != program_.size() && program_[s].set[letter]) follow(next, seen, s + 1, text, at + 1);
    }
    states.swap(next);
  }
}

}  // namespace optaxx::recipes
