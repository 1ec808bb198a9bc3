#include "recipe/text/source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

namespace optaxx::recipes {
namespace {

constexpr std::size_t shown_columns = 100;

// Of the letters that are inserted, deleted, replaced or swapped with their neighbour.
std::size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::vector<std::size_t> next(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    next[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      next[j] =
          std::min({row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        next[j] = std::min(next[j], before[j - 2] + 1);
    }
    std::swap(before, row);
    std::swap(row, next);
  }
  return row[b.size()];
}

}  // namespace

format_error complaint(std::string_view source, const fault& f) {
  const std::size_t at = std::min<std::size_t>(f.at, source.size());
  const std::size_t before = source.substr(0, at).rfind('\n');
  const std::size_t begin = before == source.npos ? 0 : before + 1;
  const std::size_t end = std::min(source.find('\n', at), source.size());
  const auto number =
      1 + std::count(source.begin(), source.begin() + static_cast<std::ptrdiff_t>(begin), '\n');
  std::size_t column = at - begin;
  std::string line(source.substr(begin, end - begin));
  const std::size_t shown_column = column + 1;
  if (column > shown_columns / 2 && line.size() > shown_columns) {
    const std::size_t cut = column - shown_columns / 2;
    line = "..." + line.substr(cut + 3);
    column -= cut;
  }
  if (line.size() > shown_columns) line = line.substr(0, shown_columns - 3) + "...";
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return format_error(fmt::format("recipe: line {}, column {}: {}\n  {}\n  {}^", number,
                                  shown_column, f.text, line, std::string(column, ' ')));
}

std::string suggestion(std::string_view name, const std::vector<std::string>& names) {
  constexpr std::size_t longest = 64;
  if (name.size() > longest) return {};
  const std::string* nearest = nullptr;
  std::size_t least = std::max<std::size_t>(2, name.size() / 3) + 1;
  for (const std::string& candidate : names) {
    if (candidate.size() > longest) continue;
    const std::size_t edits = edits_between(name, candidate);
    if (edits >= least || edits >= candidate.size()) continue;
    least = edits;
    nearest = &candidate;
  }
  return nearest == nullptr ? std::string() : fmt::format(" (did you mean '{}'?)", *nearest);
}

std::string quoted_list(const std::vector<std::string>& names) {
  constexpr std::size_t shown = 20;
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i == shown) return fmt::format("{} and {} others", text, names.size() - shown);
    if (i != 0) text += i + 1 == names.size() ? " and " : ", ";
    text += "'" + names[i] + "'";
  }
  return text;
}

namespace {

constexpr std::size_t most_brackets = 64;

class line_joiner {
 public:
  explicit line_joiner(std::string_view source) : text_(source) {}

  logical_text join() {
    while (at_ < text_.size()) step();
    if (!open_.empty())
      fail(open_.back(), fmt::format("'{}' is never closed", text_[open_.back()]));
    end_line();
    return {std::move(text_), std::move(lines_)};
  }

 private:
  [[noreturn]] static void fail(std::size_t at, std::string text) {
    throw fault{static_cast<std::uint32_t>(at), std::move(text)};
  }

  void step() {
    const char c = text_[at_];
    if (c == '#') {
      while (at_ < text_.size() && text_[at_] != '\n') text_[at_++] = ' ';
      return;
    }
    if (c == '\'' || c == '"') return skip_string();
    if (c == '\r' || c == '\f' || (c == '\n' && !open_.empty())) text_[at_] = ' ';
    if (c == '\n' && open_.empty()) {
      end_line();
      line_begin_ = at_ + 1;
    }
    if (c == '\\' && at_ + 1 < text_.size() && (text_[at_ + 1] == '\n' || text_[at_ + 1] == '\r')) {
      text_[at_] = ' ';
      if (text_[at_ + 1] == '\r') text_[++at_] = ' ';
      if (at_ + 1 < text_.size() && text_[at_ + 1] == '\n') text_[++at_] = ' ';
    }
    if (c == '(' || c == '[' || c == '{') open();
    if (c == ')' || c == ']' || c == '}') close();
    ++at_;
  }

  void end_line() {
    const std::string_view line =
        std::string_view(text_).substr(line_begin_, std::min(at_, text_.size()) - line_begin_);
    const std::size_t begin = line.find_first_not_of(" \t");
    if (begin == line.npos) return;
    std::uint32_t column = 0;
    for (const char c : line.substr(0, begin))
      column = c == '\t' ? (column / 8 + 1) * 8 : column + 1;
    const std::size_t end = line.find_last_not_of(" \t") + 1;
    lines_.push_back({static_cast<std::uint32_t>(line_begin_ + begin),
                      static_cast<std::uint32_t>(line_begin_ + end),
                      static_cast<std::uint32_t>(begin), column});
  }

  void open() {
    if (open_.size() == most_brackets)
      fail(at_, fmt::format("more than {} brackets in one another", most_brackets));
    open_.push_back(at_);
  }

  void close() {
    const char c = text_[at_];
    if (open_.empty()) fail(at_, fmt::format("'{}' closes nothing", c));
    const char opened = text_[open_.back()];
    const char expected = opened == '(' ? ')' : opened == '[' ? ']' : '}';
    if (c != expected)
      fail(at_, fmt::format("'{}' where '{}' must be closed by '{}'", c, opened, expected));
    open_.pop_back();
  }

  void skip_string() {
    const std::size_t begin = at_;
    const char quote = text_[at_];
    const std::string three(3, quote);
    const bool long_string = text_.compare(at_, 3, three) == 0;
    at_ += long_string ? 3 : 1;
    while (at_ < text_.size()) {
      if (text_[at_] == '\\') {
        at_ += 2;
      } else if (long_string ? text_.compare(at_, 3, three) == 0 : text_[at_] == quote) {
        at_ += long_string ? 3 : 1;
        return;
      } else if (!long_string && text_[at_] == '\n') {
        break;
      } else {
        ++at_;
      }
    }
    fail(begin, "this string is never closed");
  }

  std::string text_;
  std::size_t at_ = 0;
  std::size_t line_begin_ = 0;
  std::vector<std::size_t> open_;
  std::vector<source_line> lines_;
};

}  // namespace

logical_text logical_lines(std::string_view source) { return line_joiner(source).join(); }

}  // namespace optaxx::recipes
