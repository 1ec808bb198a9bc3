#include "recipe/values/regex.hpp"

#include <utility>

#include "recipe/text/letters.hpp"

namespace optaxx::recipes {
namespace {

using op = regex_program::op;
using instruction = regex_program::instruction;
using fragment = regex_program::fragment;

// A text that a program walks through.
class walk {
 public:
  walk(const regex_program& program, const std::u32string& text) : program_(program), text_(text) {
    for (const regex_program::look& l : program_.looks) holds_.push_back(positions(l));
  }

  bool matches(pattern::where where) {
    bool found = false;
    start(program_.code);
    for (std::size_t at = 0;; ++at) {
      if (at == 0 || where == pattern::where::anywhere) follow(states_, 0, at);
      const bool here = where != pattern::where::whole || at == text_.size();
      found = here && is_complete();
      if (found || at == text_.size()) return found;
      if (states_.empty() && where != pattern::where::anywhere) return false;
      step(text_[at], at + 1);
    }
  }

 private:
  // Where what a look wants ends, or for one ahead begins.
  std::vector<bool> positions(const regex_program::look& l) {
    std::vector<bool> found(text_.size() + 1);
    start(l.code);
    for (std::size_t i = 0;; ++i) {
      const std::size_t at = l.behind ? i : text_.size() - i;
      follow(states_, 0, at);
      found[at] = is_complete();
      if (i == text_.size()) return found;
      step(text_[l.behind ? at : at - 1], l.behind ? at + 1 : at - 1);
    }
  }

  void start(const fragment& code) {
    code_ = &code;
    states_.clear();
    seen_.assign(code.size() + 1, nowhere);
  }

  bool is_complete() const { return seen_.back() == mark_; }

  // Adds a state and all that it leads to without a letter.
  void follow(std::vector<std::uint32_t>& states, std::uint32_t state, std::size_t at) {
    mark_ = at;
    open_.assign(1, state);
    while (!open_.empty()) {
      const std::uint32_t s = open_.back();
      open_.pop_back();
      if (std::exchange(seen_[s], at) == at || s == code_->size()) continue;
      const instruction& i = (*code_)[s];
      const auto to = [&](std::int32_t by) {
        return static_cast<std::uint32_t>(static_cast<std::int32_t>(s) + by);
      };
      if (i.what == op::letter) {
        states.push_back(s);
      } else if (i.what == op::split || i.what == op::jump) {
        if (i.what == op::split) open_.push_back(to(i.other));
        open_.push_back(to(i.first));
      } else if (holds(i, at)) {
        open_.push_back(to(1));
      }
    }
  }

  void step(char32_t letter, std::size_t next) {
    next_.clear();
    mark_ = next;
    for (const std::uint32_t s : states_) {
      const auto& set = program_.sets[static_cast<std::size_t>((*code_)[s].first)];
      if (set.has(letter)) follow(next_, s + 1, next);
    }
    states_.swap(next_);
  }

  bool is_word(std::size_t at, bool ascii) const {
    return at < text_.size() && letter_set::words(ascii).has(text_[at]);
  }
  bool holds(const instruction& i, std::size_t at) const {
    const std::size_t size = text_.size();
    const auto edge = [&] { return is_word(at, i.ascii) != (at > 0 && is_word(at - 1, i.ascii)); };
    switch (i.what) {
      case op::begin:
        return at == 0;
      case op::line_begin:
        return at == 0 || text_[at - 1] == '\n';
      case op::end:
        return at == size || (at + 1 == size && text_[at] == '\n');
      case op::line_end:
        return at == size || text_[at] == '\n';
      case op::last:
        return at == size;
      case op::word_edge:
        return edge();
      case op::no_word_edge:
        return size != 0 && !edge();  // as Python up to 3.13
      default:
        return holds_[static_cast<std::size_t>(i.first)][at] == (i.what == op::look);
    }
  }

  static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

  const regex_program& program_;
  const std::u32string& text_;
  const fragment* code_ = nullptr;
  std::vector<std::vector<bool>> holds_;  // of each look, at each position
  std::vector<std::uint32_t> states_;     // that wait for a letter
  std::vector<std::uint32_t> next_;
  std::vector<std::uint32_t> open_;
  std::vector<std::size_t> seen_;  // where each state, and the end, was entered last
  std::size_t mark_ = nowhere;
};

}  // namespace

bool regex::matches(std::string_view text, pattern::where where) const {
  const std::u32string letters = code_points(text);
  return walk(program_, letters).matches(where);
}

}  // namespace optaxx::recipes
