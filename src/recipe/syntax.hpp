#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace optaxx::recipes {

enum class node_type : std::uint8_t {
  // Expressions. Children in the order of the text.
  number,
  text,
  constant,  // True, False, None
  name,
  list,
  tuple,
  dict,         // key, value, key, value, ...
  call,         // function, arguments
  keyword,      // of an argument: its text is the name; value
  spread,       // *sequence
  spread_dict,  // **dict
  attribute,    // object; its text is the attribute's name
  subscript,    // object, index
  unary,        // op, operand
  binary,       // left, op, right, op, right, ...: from the left
  power,        // base, exponent
  comparison,   // as binary: a < b < c is a < b and b < c
  negation,     // of `not`
  conjunction,  // operands of `and`
  disjunction,  // operands of `or`
  conditional,  // value, condition, other value
  lambda,       // parameters, body
  parameter,    // of a lambda: its text is the name; a default, or nothing
  op,           // an operator, as its text
  // Statements.
  assignment,  // targets, value
  import,      // import_name...
  import_from,
  imported,  // path, alias: names
  expression_statement,
  statements,
};

struct node {
  node_type type;
  std::uint32_t begin;
  std::uint32_t end;
  std::vector<std::uint32_t> children = {};
};

/// A parsed text.
struct syntax {
  std::string source;
  std::vector<node> nodes;
  std::uint32_t root = 0;

  const node& operator[](std::uint32_t index) const { return nodes[index]; }
  std::string_view text(std::uint32_t index) const {
    const node& n = nodes[index];
    return std::string_view(source).substr(n.begin, n.end - n.begin);
  }
};

constexpr std::size_t most_bytes = std::size_t{1} << 20;
constexpr std::size_t most_nodes = 100'000;

/// Throws fault.
std::shared_ptr<const syntax> parse(std::string_view source);

}  // namespace optaxx::recipes
