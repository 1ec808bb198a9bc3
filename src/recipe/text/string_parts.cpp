#include "recipe/text/string_parts.hpp"

#include <algorithm>
#include <string>

#include "recipe/text/source.hpp"

namespace optaxx::recipes {
namespace {

constexpr std::uint32_t most_brackets = 16;

class field_reader {
 public:
  field_reader(std::string_view text, text_range body)
      : text_(text), at_(body.begin), end_(body.end) {}

  // Behind the opening brace.
  format_part read() {
    const std::uint32_t opening = at_ - 1;
    format_part part;
    part.value.begin = at_;
    skip_value();
    part.value.end = at_;
    if (text_.substr(part.value.begin, at_ - part.value.begin).find_first_not_of(" \t\n") ==
        std::string_view::npos)
      throw fault{opening, "an empty field of an f-string"};
    if (peek() == '=') {
      do ++at_;
      while (peek() == ' ');
      part.literal = {part.value.begin, at_};
    }
    if (peek() == '!') {
      const char c = ++at_ < end_ ? text_[at_] : '\0';
      if (c != 'r' && c != 's' && c != 'a')
        throw fault{at_, "the conversions of an f-string are !r, !s and !a"};
      part.conversion = {at_, at_ + 1};
      ++at_;
    }
    if (peek() == ':') {
      part.format.begin = ++at_;
      for (std::uint32_t open = 0; at_ < end_ && (open != 0 || text_[at_] != '}'); ++at_) {
        if (text_[at_] == '{') ++open;
        if (text_[at_] == '}') --open;
      }
      part.format.end = at_;
    }
    if (at_ >= end_) throw fault{opening, "'{' is never closed in this f-string"};
    if (text_[at_] != '}') throw fault{at_, "expected '}' in this f-string"};
    ++at_;
    return part;
  }
  std::uint32_t at() const { return at_; }

 private:
  char peek() const { return at_ < end_ ? text_[at_] : '\0'; }
  char next() const { return at_ + 1 < end_ ? text_[at_ + 1] : '\0'; }

  void skip_value() {
    std::uint32_t open = 0;
    for (; at_ < end_; ++at_) {
      const char c = text_[at_];
      if (c == '\\' || c == '#')
        throw fault{at_, std::string("'") + c + "' cannot stand in a field of an f-string"};
      if (c == '\'' || c == '"') {
        skip_string(c);
        continue;
      }
      const bool two = next() == '=' && (c == '=' || c == '!' || c == '<' || c == '>');
      if (two) {
        ++at_;
        continue;
      }
      if (open == 0 && (c == '!' || c == ':' || c == '}' || c == '=')) return;
      if (c == '(' || c == '[' || c == '{') ++open;
      if (open > most_brackets) throw fault{at_, "too many brackets in a field of an f-string"};
      if (c == ')' || c == ']' || c == '}') {
        if (open == 0) throw fault{at_, std::string("'") + c + "' closes nothing"};
        --open;
      }
    }
  }

  // Ends at the last quote.
  void skip_string(char quote) {
    const std::uint32_t begin = at_;
    const std::string three(3, quote);
    const std::string_view end =
        text_.substr(at_, 3) == three ? three : std::string_view(three).substr(2);
    const std::size_t found = text_.find(end, at_ + end.size());
    if (found == text_.npos || found + end.size() > end_)
      throw fault{begin, "this string is never closed"};
    at_ = static_cast<std::uint32_t>(found + end.size() - 1);
  }

  std::string_view text_;
  std::uint32_t at_;
  std::uint32_t end_;
};

}  // namespace

std::vector<string_piece> pieces_of(std::string_view text, text_range literals) {
  std::vector<string_piece> pieces;
  for (std::uint32_t at = literals.begin; at < literals.end;) {
    string_piece piece{{at, at}, {}, false, false};
    char quote = text[at];
    if (quote == '#')
      at = static_cast<std::uint32_t>(std::min<std::size_t>(text.find('\n', at), literals.end));
    if (std::string_view("# \t\r\n\f\\").find(quote) != std::string_view::npos) {
      ++at;
      continue;
    }
    for (; quote != '\'' && quote != '"'; quote = text[++at]) {
      piece.raw = piece.raw || quote == 'r' || quote == 'R';
      piece.formatted = piece.formatted || quote == 'f' || quote == 'F';
    }
    const std::string three(3, quote);
    const std::uint32_t width = text.substr(at, 3) == three ? 3 : 1;
    at += width;
    piece.body.begin = at;
    while (text.substr(at, width) != std::string_view(three).substr(0, width))
      at += text[at] == '\\' ? 2 : 1;
    piece.body.end = at;
    at += width;
    piece.whole.end = at;
    pieces.push_back(piece);
  }
  return pieces;
}

std::vector<format_part> format_parts(std::string_view text, text_range body, bool raw,
                                      bool of_field) {
  std::vector<format_part> parts;
  std::uint32_t begin = body.begin;
  const auto add_literal = [&](std::uint32_t end) {
    if (begin != end) parts.push_back({{begin, end}, {}, {}, {}});
  };
  std::uint32_t at = body.begin;
  while (at < body.end) {
    const char c = text[at];
    const char next = at + 1 < body.end ? text[at + 1] : '\0';
    const bool brace = c == '{' || c == '}';
    if (brace && next == c && !of_field) {
      add_literal(at + 1);
      begin = at += 2;
    } else if (c == '}') {
      throw fault{at, "a single '}' in an f-string; '}}' stands for one"};
    } else if (c == '{') {
      add_literal(at);
      field_reader reader(text, {at + 1, body.end});
      parts.push_back(reader.read());
      begin = at = reader.at();
    } else {
      at += c == '\\' && !raw && next != '{' && next != '}' && next != '\0' ? 2 : 1;
    }
  }
  add_literal(body.end);
  return parts;
}

}  // namespace optaxx::recipes
