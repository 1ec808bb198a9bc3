// Operators of the text: what stands between operands.
#include <algorithm>
#include <utility>

#include "recipe/run/interpreter.hpp"
#include "recipe/values/arithmetic.hpp"
#include "recipe/values/arrays.hpp"
#include "recipe/values/repr.hpp"

namespace optaxx::recipes {

value interpreter::evaluate_unary(std::uint32_t node) {
  const auto& children = at(node).children;
  const value operand = evaluate(children[1]);
  const std::string_view sign = text_->text(children[0]);
  const bool minus = sign == "-";
  spend(at(node).begin, operand.size().weight);
  return placed(at(node).begin, [&]() -> value {
    if (minus) return negative(operand, x64_);
    if (sign == "~") return inverted(operand, x64_);
    if (is_numeric(operand)) return operand;
    throw std::invalid_argument("'+' of " + described(operand));
  });
}

value interpreter::evaluate_binary(std::uint32_t node) {
  const auto& n = at(node);
  value result = evaluate(n.children[0]);
  const bool power = n.type == node_type::power;
  for (std::size_t i = 1; i < n.children.size(); i += power ? 1 : 2) {
    const std::string_view op = power ? "**" : text_->text(n.children[i]);
    const value right = evaluate(n.children[power ? i : i + 1]);
    const std::uint32_t where = power ? n.begin : at(n.children[i]).begin;
    spend(where, std::max(result.size().weight, right.size().weight));
    result = placed(where, [&] { return binary(op, result, right, x64_); });
  }
  return result;
}

value interpreter::evaluate_comparison(std::uint32_t node) {
  const auto& n = at(node);
  value left = evaluate(n.children[0]);
  value result = true;
  for (std::size_t i = 1; i < n.children.size(); i += 2) {
    const std::uint32_t where = at(n.children[i]).begin;
    const std::string_view op = text_->text(n.children[i]);
    value right = evaluate(n.children[i + 1]);
    if (op.starts_with("is")) {
      const bool known = right.get<none_t>() != nullptr || right.get<bool>() != nullptr;
      if (!known) throw fault{where, "'is' is for None, True and False"};
      const bool is = left.data.index() == right.data.index() && same(left, right);
      result = is == (op == "is");
    } else if (op.starts_with("in") || op.starts_with("not")) {
      result = contains(right, left, where) == op.starts_with("in");
    } else {
      spend(where, std::max(left.size().weight, right.size().weight));
      result = placed(where, [&] { return binary(op, left, right, x64_); });
    }
    if (i + 2 < n.children.size() && !placed(where, [&] { return truth(result); })) return result;
    left = std::move(right);
  }
  return result;
}

value interpreter::evaluate_boolean(std::uint32_t node) {
  const auto& n = at(node);
  if (n.type == node_type::negation) {
    const value operand = evaluate(n.children[1]);
    return !placed(n.begin, [&] { return truth(operand); });
  }
  value result = none;
  for (const std::uint32_t child : n.children) {
    result = evaluate(child);
    const bool decided = placed(at(child).begin, [&] { return truth(result); });
    if (decided == (n.type == node_type::disjunction)) break;
  }
  return result;
}

}  // namespace optaxx::recipes
