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
  formatted,  // an f-string: texts, literals and fields
  literal,    // what stands in it between the fields
  raw_literal,
  field,       // value, conversion (op) or absent, format (formatted) or absent
  repr_field,  // the same, of {value=}
  constant,    // True, False, None
  ellipsis,    // ...
  name,
  list,
  tuple,
  set,
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
  slice,        // start, stop, step: each may be `absent`
  absent,
  list_comprehension,  // element, clauses
  generator,           // element, clauses
  set_comprehension,   // element, clauses
  dict_comprehension,  // key, value, clauses
  for_clause,          // target, iterable
  if_clause,           // condition
  lambda,              // parameters, body
  parameter,           // of a function: its text is the name; a default, or nothing
  only_by_name,        // the * in front of such parameters
  rest,                // *args
  rest_by_name,        // **options
  named,               // name := value: name, value
  op,                  // an operator, as its text
  // Statements.
  assignment,            // targets, value
  augmented_assignment,  // target, op (+=), value
  definition,            // name, def
  def,                   // parameters, block
  class_definition,      // name, bases, block
  declaration,           // target: a name with an annotation and no value
  branches,              // condition, block, ...; perhaps a last block, of `else`
  loop,                  // target, iterable, block; perhaps a block of `else`
  return_statement,      // a value, or nothing
  raise_statement,       // an exception, or nothing
  assert_statement,      // condition, perhaps a message
  pass_statement,
  del_statement,  // names
  break_statement,
  continue_statement,
  block,   // statements
  import,  // import_name...
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

/// Whether it is a function: a lambda or the body of a def.
inline bool is_function(node_type type) {
  return type == node_type::lambda || type == node_type::def;
}

constexpr std::size_t most_bytes = std::size_t{1} << 20;
constexpr std::size_t most_nodes = 100'000;

/// Throws fault.
std::shared_ptr<const syntax> parse(std::string_view source);

}  // namespace optaxx::recipes
