// Lines and their indentation as statements in one another.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "recipe/text/parse_line.hpp"
#include "recipe/text/source.hpp"
#include "recipe/text/syntax.hpp"

namespace optaxx::recipes {
namespace {

constexpr std::uint32_t most_blocks = 32;

class block_parser {
 public:
  explicit block_parser(logical_text text) : text_(std::move(text)) {}

  std::shared_ptr<const syntax> parse(std::string_view source) {
    result_->source = std::string(source);
    std::vector<std::uint32_t> statements;
    indent_first_line();
    if (!at_end()) statements = parse_block(source_line(next()));
    if (line_ != text_.lines.size())
      throw fault{next().begin, "this line is indented less than the first one"};
    result_->root = add(node_type::statements, 0, end_of_text(), std::move(statements));
    return std::move(result_);
  }

 private:
  const source_line& next() const { return text_.lines[line_]; }
  bool at_end() const { return line_ == text_.lines.size(); }
  std::uint32_t end_of_text() const { return static_cast<std::uint32_t>(text_.text.size()); }

  // Text that begins right behind R"( is indented from its second line on: its margin is that of
  // the least indented line, if that is not the block of the first one.
  void indent_first_line() {
    if (text_.lines.size() < 2 || text_.lines[0].begin != 0) return;
    const auto by_column = [](const source_line& a, const source_line& b) {
      return a.column < b.column;
    };
    const source_line& least =
        *std::min_element(text_.lines.begin() + 1, text_.lines.end(), by_column);
    source_line& first = text_.lines[0];
    const bool opens_block = text_.text[first.end - 1] == ':';
    if (opens_block && least.column == text_.lines[1].column) return;
    first.column = least.column;
    first.spaces = least.spaces;
  }

  std::uint32_t add(node_type type, std::uint32_t begin, std::uint32_t end,
                    std::vector<std::uint32_t> children) {
    if (result_->nodes.size() == most_nodes)
      throw fault{begin, fmt::format("more than {} expressions", most_nodes)};
    result_->nodes.push_back({type, begin, end, std::move(children)});
    return static_cast<std::uint32_t>(result_->nodes.size() - 1);
  }

  // How much further a line is indented than another: -1, 0, 1.
  static int further(const source_line& a, const source_line& b) {
    if (a.column == b.column && a.spaces == b.spaces) return 0;
    const bool more = a.column >= b.column && a.spaces >= b.spaces;
    const bool less = a.column <= b.column && a.spaces <= b.spaces;
    if (more == less || (a.column == b.column) != (a.spaces == b.spaces))
      throw fault{a.begin, "tabs and spaces are mixed in the indentation"};
    return more ? 1 : -1;
  }

  // The lines that are indented as the first.
  std::vector<std::uint32_t> parse_block(const source_line& first) {
    std::vector<std::uint32_t> statements;
    while (!at_end()) {
      const int by = further(next(), first);
      if (by < 0) break;
      if (by > 0) throw fault{next().begin, "this line is indented and opens no block"};
      parse_statement(statements);
    }
    return statements;
  }

  // What stands behind a colon, or in the lines below.
  std::uint32_t parse_body(const source_line& head, parsed_line line) {
    const std::uint32_t begin = head.begin;
    std::vector<std::uint32_t> statements = std::move(line.statements);
    check_loop(statements);
    if (statements.empty()) {
      if (at_end() || further(next(), head) <= 0)
        throw fault{at_end() ? end_of_text() : next().begin, "an indented block is missing here"};
      if (++blocks_ > most_blocks)
        throw fault{begin, fmt::format("more than {} blocks in one another", most_blocks)};
      const source_line first = next();
      statements = parse_block(first);
      --blocks_;
      if (!at_end() && further(next(), head) > 0)
        throw fault{next().begin, "the indentation fits no block"};
    }
    return add(node_type::block, begin, text_.lines[line_ - 1].end, std::move(statements));
  }

  parsed_line parse_next() {
    const source_line& line = next();
    ++line_;
    return parse_line(text_.text, line.begin, line.end, *result_);
  }

  void parse_statement(std::vector<std::uint32_t>& statements) {
    const source_line head = next();
    parsed_line line = parse_next();
    switch (line.type) {
      case line_type::simple:
        check_loop(line.statements);
        statements.insert(statements.end(), line.statements.begin(), line.statements.end());
        return;
      case line_type::decorator:
        if (at_end() || further(next(), head) != 0)
          throw fault{head.begin, "a decorator stands in front of a def"};
        if (text_.text.substr(head.begin, head.end - head.begin).find("optax") != text_.text.npos)
          throw fault{head.begin, "a decorator of optax is not applied: write f = decorator(f)"};
        return;
      case line_type::definition:
        return statements.push_back(parse_definition(head, std::move(line)));
      case line_type::loop:
        return statements.push_back(parse_loop(head, std::move(line)));
      case line_type::class_definition:
        return statements.push_back(parse_class(head, std::move(line)));
      case line_type::branch_if:
        return statements.push_back(parse_branches(head, std::move(line)));
      default:
        throw fault{head.begin, "there is no 'if' in front of this"};
    }
  }

  void check_loop(const std::vector<std::uint32_t>& statements) const {
    for (const std::uint32_t statement : statements) {
      const node& n = (*result_)[statement];
      const bool leaves =
          n.type == node_type::break_statement || n.type == node_type::continue_statement;
      if (leaves && loops_ == 0)
        throw fault{n.begin, fmt::format("'{}' outside of a loop", result_->text(statement))};
    }
  }

  std::uint32_t parse_definition(const source_line& head, parsed_line line) {
    std::vector<std::uint32_t> children(line.head.begin() + 1, line.head.end());
    const std::uint32_t name = line.head.front();
    const std::uint32_t around = std::exchange(loops_, 0);
    children.push_back(parse_body(head, std::move(line)));
    loops_ = around;
    const std::uint32_t end = text_.lines[line_ - 1].end;
    const std::uint32_t function = add(node_type::def, head.begin, end, std::move(children));
    return add(node_type::definition, head.begin, end, {name, function});
  }

  std::uint32_t parse_loop(const source_line& head, parsed_line line) {
    std::vector<std::uint32_t> children = line.head;
    ++loops_;
    children.push_back(parse_body(head, std::move(line)));
    --loops_;
    if (!at_end() && further(next(), head) == 0 && first_word() == "else")
      children.push_back(parse_body(head, parse_next()));
    return add(node_type::loop, head.begin, text_.lines[line_ - 1].end, std::move(children));
  }

  std::uint32_t parse_class(const source_line& head, parsed_line line) {
    std::vector<std::uint32_t> children = line.head;
    children.push_back(parse_body(head, std::move(line)));
    return add(node_type::class_definition, head.begin, text_.lines[line_ - 1].end,
               std::move(children));
  }

  std::uint32_t parse_branches(const source_line& head, parsed_line line) {
    std::vector<std::uint32_t> children = line.head;
    children.push_back(parse_body(head, std::move(line)));
    bool last = false;
    while (!last && !at_end() && further(next(), head) == 0 && continues_branches()) {
      parsed_line other = parse_next();
      last = other.type == line_type::branch_else;
      children.insert(children.end(), other.head.begin(), other.head.end());
      children.push_back(parse_body(head, std::move(other)));
    }
    return add(node_type::branches, head.begin, text_.lines[line_ - 1].end, std::move(children));
  }

  bool continues_branches() const { return first_word() == "elif" || first_word() == "else"; }

  // Of the next line.
  std::string_view first_word() const {
    const std::string_view line =
        std::string_view(text_.text).substr(next().begin, next().end - next().begin);
    return line.substr(0, line.find_first_of(" \t:("));
  }

  logical_text text_;
  std::size_t line_ = 0;
  std::uint32_t blocks_ = 0;
  std::uint32_t loops_ = 0;
  std::shared_ptr<syntax> result_ = std::make_shared<syntax>();
};

}  // namespace

std::shared_ptr<const syntax> parse(std::string_view source) {
  if (source.size() > most_bytes) throw fault{0, fmt::format("more than {} bytes", most_bytes)};
  return block_parser(logical_lines(source)).parse(source);
}

}  // namespace optaxx::recipes
