#include "recipe/text/parse_line.hpp"

#include <fmt/format.h>

#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "recipe/text/grammar.hpp"
#include "recipe/text/plain_nodes.hpp"
#include "recipe/text/source.hpp"
#include "recipe/text/string_parts.hpp"
#include "recipe/text/unexpected.hpp"

namespace optaxx::recipes {
namespace {

class line_builder {
 public:
  line_builder(const std::string& text, syntax& result) : text_(text), result_(result) {}

  parsed_line build(std::uint32_t begin, std::uint32_t end) {
    return convert_line(*parsed<grammar::line>(begin, end)->children.front());
  }

 private:
  template <class Rule>
  std::unique_ptr<tree_node> parsed(std::uint32_t begin, std::uint32_t end) const {
    tao::pegtl::memory_input in(text_.data() + begin, text_.data() + end, "recipe");
    grammar::progress progress{in.current()};
    std::unique_ptr<tree_node> root;
    try {
      root =
          tao::pegtl::parse_tree::parse<Rule, grammar::selector, grammar::action, grammar::control>(
              in, progress);
    } catch (const tao::pegtl::parse_error& e) {
      const auto at = e.positions().front().byte;
      throw fault{begin + static_cast<std::uint32_t>(at), "expressions too deep in one another"};
    }
    if (!root) {
      const auto furthest = static_cast<std::size_t>(progress.furthest - text_.data());
      throw unexpected(text_, furthest, end);
    }
    return root;
  }

  // A folded node does not know where it stands, its children do.
  std::uint32_t begin_of(const tree_node& n) const {
    if (!n.has_content()) return begin_of(*n.children.front());
    return static_cast<std::uint32_t>(n.m_begin.data - text_.data());
  }
  std::uint32_t end_of(const tree_node& n) const {
    if (!n.has_content()) return end_of(*n.children.back());
    return static_cast<std::uint32_t>(n.m_end.data - text_.data());
  }

  std::uint32_t add(node_type type, std::uint32_t begin, std::uint32_t end,
                    std::vector<std::uint32_t> children = {}) {
    if (result_.nodes.size() == most_nodes)
      throw fault{begin, fmt::format("more than {} expressions", most_nodes)};
    while (end > begin && (text_[end - 1] == ' ' || text_[end - 1] == '\t')) --end;
    result_.nodes.push_back({type, begin, end, std::move(children)});
    return static_cast<std::uint32_t>(result_.nodes.size() - 1);
  }
  std::uint32_t add(node_type type, const tree_node& n, std::vector<std::uint32_t> children = {}) {
    return add(type, begin_of(n), end_of(n), std::move(children));
  }

  std::vector<std::uint32_t> convert_all(const tree_node& n, std::size_t first = 0) {
    std::vector<std::uint32_t> result;
    for (std::size_t i = first; i < n.children.size(); ++i) {
      result.push_back(convert(*n.children[i]));
    }
    return result;
  }

  // name = value: a node at the name.
  std::uint32_t labelled(node_type type, const tree_node& n) {
    return add(type, *n.children[0], convert_all(n, 1));
  }

  std::uint32_t absent(std::uint32_t where) { return add(node_type::absent, where, where); }

  // start : stop : step, where all but the first colon may be missing.
  std::uint32_t convert_index(const tree_node& n) {
    const auto& parts = n.children;
    if (parts.size() == 1 && !parts[0]->is_type<grammar::colon>()) return convert(*parts[0]);
    std::vector<std::uint32_t> bounds;
    bool expected = true;
    for (const auto& part : parts) {
      const bool colon = part->is_type<grammar::colon>();
      if (colon && expected) bounds.push_back(absent(begin_of(*part)));
      if (!colon) bounds.push_back(convert(*part));
      expected = colon;
    }
    while (bounds.size() < 3) bounds.push_back(absent(end_of(n)));
    return add(node_type::slice, n, std::move(bounds));
  }

  std::uint32_t convert_primary(const tree_node& n) {
    std::uint32_t result = convert(*n.children[0]);
    const std::uint32_t begin = begin_of(n);
    for (std::size_t i = 1; i < n.children.size(); ++i) {
      const tree_node& t = *n.children[i];
      std::vector<std::uint32_t> children = convert_all(t);
      if (t.is_type<grammar::attribute>()) {
        result = add(node_type::attribute, *t.children[0], {result});
        continue;
      }
      if (t.is_type<grammar::call>()) {
        children.insert(children.begin(), result);
        result = add(node_type::call, begin, end_of(t), std::move(children));
        continue;
      }
      const std::uint32_t index =
          children.size() == 1 ? children[0] : add(node_type::tuple, t, std::move(children));
      result = add(node_type::subscript, begin, end_of(t), {result, index});
    }
    return result;
  }

  // Operators in front of an operand, the innermost last.
  std::uint32_t convert_prefixed(node_type type, const tree_node& n) {
    std::uint32_t result = convert(*n.children.back());
    for (std::size_t i = n.children.size() - 1; i-- > 0;) {
      const std::uint32_t op = convert(*n.children[i]);
      result = add(type, begin_of(*n.children[i]), end_of(n), {op, result});
    }
    return result;
  }

  // Operands and operators, those that bind closest first.
  std::uint32_t convert_bits(const tree_node& n) {
    std::vector<std::uint32_t> parts = convert_all(n);
    for (const char sign : {'&', '^', '|'}) {
      std::vector<std::uint32_t> joined{parts[0]};
      for (std::size_t i = 1; i < parts.size(); i += 2) {
        if (text_[result_[parts[i]].begin] != sign) {
          joined.insert(joined.end(), {parts[i], parts[i + 1]});
          continue;
        }
        const std::uint32_t left = joined.back();
        joined.back() = add(node_type::binary, result_[left].begin, result_[parts[i + 1]].end,
                            {left, parts[i], parts[i + 1]});
      }
      parts = std::move(joined);
    }
    return parts[0];
  }

  // An element and its `for`s and `if`s; nothing for other brackets.
  std::optional<std::uint32_t> convert_comprehension(node_type type, const tree_node& n) {
    if (n.children.size() != 2 || !n.children[1]->is_type<grammar::clauses>()) return std::nullopt;
    const tree_node& element = *n.children[0];
    std::vector<std::uint32_t> children = element.is_type<grammar::pair>()
                                              ? convert_all(element)
                                              : std::vector<std::uint32_t>{convert(element)};
    if (type == node_type::dict_comprehension && children.size() == 1)
      type = node_type::set_comprehension;
    if (type == node_type::dict_comprehension ? children.size() != 2 : children.size() != 1)
      throw fault{begin_of(element), "this comprehension is not known here"};
    for (const std::uint32_t clause : convert_all(*n.children[1])) children.push_back(clause);
    return add(type, n, std::move(children));
  }

  std::uint32_t convert_parentheses(const tree_node& n) {
    if (const auto generator = convert_comprehension(node_type::generator, n)) return *generator;
    const bool tuple =
        n.children.size() != 1 || n.children.back()->is_type<grammar::trailing_comma>();
    return tuple ? convert_items(node_type::tuple, n) : convert(*n.children[0]);
  }
  std::uint32_t convert_items(node_type type, const tree_node& n) {
    std::vector<std::uint32_t> children;
    for (const auto& child : n.children) {
      if (!child->is_type<grammar::trailing_comma>()) children.push_back(convert(*child));
    }
    return add(type, n, std::move(children));
  }
  std::uint32_t convert_list(const tree_node& n) {
    const auto comprehension = convert_comprehension(node_type::list_comprehension, n);
    return comprehension ? *comprehension : convert_items(node_type::list, n);
  }

  std::uint32_t convert_braces(const tree_node& n) {
    if (const auto c = convert_comprehension(node_type::dict_comprehension, n)) return *c;
    std::vector<std::uint32_t> children;
    std::size_t single = 0;
    for (const auto& item : n.children) {
      if (item->is_type<grammar::spread_dict>()) {
        children.push_back(convert(*item));
        continue;
      }
      single += item->children.size() == 1 ? 1 : 0;
      if (item->is_type<grammar::spread>()) {
        children.push_back(convert(*item));
        continue;
      }
      for (const std::uint32_t part : convert_all(*item)) children.push_back(part);
    }
    if (single != 0 && single != n.children.size())
      throw fault{begin_of(n), "a dict has a value for each key"};
    return add(single == 0 ? node_type::dict : node_type::set, n, std::move(children));
  }

  std::uint32_t convert_target(const tree_node& n) {
    const bool tuple = n.children.size() != 1;
    return tuple ? convert_items(node_type::tuple, n) : convert(*n.children[0]);
  }

  // Those of a function, with its name or body among them.
  void check_parameters(const std::vector<std::uint32_t>& children) const {
    std::set<std::string_view> names;
    bool by_name = false;
    bool last = false;
    for (const std::uint32_t child : children) {
      const node& n = result_[child];
      const bool star = n.type == node_type::rest || n.type == node_type::only_by_name;
      const bool named = n.type == node_type::parameter || n.type == node_type::rest ||
                         n.type == node_type::rest_by_name;
      if (!star && !named) continue;
      if (last) throw fault{n.begin, "a parameter behind that of '**'"};
      if (star && std::exchange(by_name, true)) throw fault{n.begin, "a second '*'"};
      last = n.type == node_type::rest_by_name;
      const std::string_view name = std::string_view(text_).substr(n.begin, n.end - n.begin);
      if (named && !names.insert(name).second)
        throw fault{n.begin, fmt::format("the parameter '{}' is there twice", name)};
    }
  }

  std::uint32_t convert_item_target(const tree_node& n) {
    const std::uint32_t target = convert_primary(n);
    const node& t = result_[target];
    if (t.type == node_type::attribute) return target;
    if (t.type == node_type::subscript && result_[t.children[1]].type != node_type::slice)
      return target;
    throw fault{begin_of(n), "only names, items and attributes can be assigned here"};
  }

  // Strings side by side: without an f-string among them they are one.
  std::uint32_t convert_text(const tree_node& n) {
    const std::vector<string_piece> pieces = pieces_of(text_, {begin_of(n), end_of(n)});
    std::vector<std::uint32_t> children;
    bool plain = true;
    for (const string_piece& piece : pieces) {
      plain = plain && !piece.formatted;
      if (!piece.formatted) {
        children.push_back(add(node_type::text, piece.whole.begin, piece.whole.end));
        continue;
      }
      for (const std::uint32_t part : convert_parts(piece.body, piece.raw, 0))
        children.push_back(part);
    }
    return plain ? add(node_type::text, n) : add(node_type::formatted, n, std::move(children));
  }

  std::uint32_t add_literal(text_range where, bool raw) {
    const std::uint32_t literal =
        add(raw ? node_type::raw_literal : node_type::literal, where.begin, where.end);
    result_.nodes[literal].end = where.end;
    return literal;
  }

  std::vector<std::uint32_t> convert_parts(text_range body, bool raw, int depth) {
    std::vector<std::uint32_t> parts;
    for (const format_part& part : format_parts(text_, body, raw, depth != 0)) {
      const bool is_field = !part.value.empty();
      if (!part.literal.empty()) parts.push_back(add_literal(part.literal, raw || is_field));
      if (!is_field) continue;
      if (depth > 1) throw fault{part.value.begin, "too many fields in one another"};
      const auto root = parsed<grammar::field>(part.value.begin, part.value.end);
      const std::uint32_t v = convert(*root->children.front());
      const std::uint32_t conversion =
          part.conversion.empty() ? absent(part.value.end)
                                  : add(node_type::op, part.conversion.begin, part.conversion.end);
      const bool documented =
          !part.literal.empty() && part.conversion.empty() && part.format.empty();
      const std::uint32_t format =
          part.format.empty() ? absent(part.value.end)
                              : add(node_type::formatted, part.format.begin, part.format.end,
                                    convert_parts(part.format, raw, depth + 1));
      parts.push_back(add(documented ? node_type::repr_field : node_type::field, part.value.begin,
                          part.value.end, {v, conversion, format}));
    }
    return parts;
  }

  std::vector<std::uint32_t> convert_suite(const tree_node& n) {
    return n.is_type<grammar::suite>() ? convert_all(n) : std::vector<std::uint32_t>{};
  }

  parsed_line convert_line(const tree_node& n) {
    if (n.is_type<grammar::suite>()) return {line_type::simple, 0, {}, convert_suite(n)};
    const std::uint32_t begin = begin_of(n);
    if (n.is_type<grammar::decorator>()) return {line_type::decorator, begin, {}, {}};
    parsed_line line{line_type::definition, begin, {}, convert_suite(*n.children.back())};
    if (n.is_type<grammar::loop>()) line.type = line_type::loop;
    if (n.is_type<grammar::class_head>()) line.type = line_type::class_definition;
    if (n.is_type<grammar::branch_if>()) line.type = line_type::branch_if;
    if (n.is_type<grammar::branch_elif>()) line.type = line_type::branch_elif;
    if (n.is_type<grammar::branch_else>()) line.type = line_type::branch_else;
    for (std::size_t i = 0; i + 1 < n.children.size(); ++i) {
      line.head.push_back(convert(*n.children[i]));
    }
    check_parameters(line.head);
    return line;
  }

  std::uint32_t convert(const tree_node& n) {
    if (n.is_type<grammar::primary>()) return convert_primary(n);
    if (n.is_type<grammar::item_target>()) return convert_item_target(n);
    if (n.is_type<grammar::text>()) return convert_text(n);
    if (n.is_type<grammar::bits>()) return convert_bits(n);
    if (n.is_type<grammar::rest>()) return labelled(node_type::rest, n);
    if (n.is_type<grammar::rest_by_name>()) return labelled(node_type::rest_by_name, n);
    if (n.is_type<grammar::factor>()) return convert_prefixed(node_type::unary, n);
    if (n.is_type<grammar::negation>()) return convert_prefixed(node_type::negation, n);
    if (n.is_type<grammar::in_parentheses>()) return convert_parentheses(n);
    if (n.is_type<grammar::expressions>()) return convert_items(node_type::tuple, n);
    if (n.is_type<grammar::list_display>()) return convert_list(n);
    if (n.is_type<grammar::dict_display>()) return convert_braces(n);
    if (n.is_type<grammar::index>()) return convert_index(n);
    if (n.is_type<grammar::generator>()) return *convert_comprehension(node_type::generator, n);
    if (n.is_type<grammar::target>()) return convert_target(n);
    if (n.is_type<grammar::keyword>()) return labelled(node_type::keyword, n);
    if (n.is_type<grammar::parameter>() || n.is_type<grammar::typed_parameter>())
      return labelled(node_type::parameter, n);
    if (n.is_type<grammar::lambda>()) {
      std::vector<std::uint32_t> children = convert_all(n);
      check_parameters(children);
      return add(node_type::lambda, n, std::move(children));
    }
    const std::optional<node_type> plain = plain_type(n);
    return plain ? add(*plain, n, convert_all(n)) : add(node_type::op, n);
  }

  const std::string& text_;
  syntax& result_;
};

}  // namespace

parsed_line parse_line(const std::string& text, std::uint32_t begin, std::uint32_t end,
                       syntax& result) {
  return line_builder(text, result).build(begin, end);
}

}  // namespace optaxx::recipes
