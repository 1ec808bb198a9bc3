// Operators of what is no number: strings, lists, tuples and all that can only be compared.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <stdexcept>

#include "recipe/values/arithmetic.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/sets.hpp"

namespace optaxx::recipes {
namespace {

std::optional<std::int64_t> int_of(const value& v) {
  if (const auto* i = v.get<std::int64_t>()) return *i;
  if (const auto* b = v.get<bool>()) return *b ? 1 : 0;
  return std::nullopt;
}

std::vector<value> repeated(const std::vector<value>& items, std::int64_t times) {
  std::vector<value> result;
  const std::uint64_t count = times < 0 ? 0 : static_cast<std::uint64_t>(times);
  if (count != 0 && items.size() > largest.weight / count)
    throw std::invalid_argument("the list is too long");
  for (std::uint64_t i = 0; i < count && !items.empty(); ++i)
    result.insert(result.end(), items.begin(), items.end());
  return result;
}

// Lists, tuples and strings side by side, or again and again.
std::optional<value> joined(std::string_view op, const value& a, const value& b) {
  const auto* s = a.get<sequence>();
  const auto* t = b.get<sequence>();
  if (op == "+" && s != nullptr && t != nullptr && s->tuple == t->tuple) {
    std::vector<value> items = s->items();
    items.insert(items.end(), t->items().begin(), t->items().end());
    return make_sequence(s->tuple, std::move(items));
  }
  const auto* x = a.get<std::string>();
  const auto* y = b.get<std::string>();
  if (op == "+" && x != nullptr && y != nullptr) return make_string(*x + *y);
  if (op != "*") return std::nullopt;
  const auto times = int_of(b);
  if (!times) return int_of(a) ? joined(op, b, a) : std::nullopt;
  if (s != nullptr) return make_sequence(s->tuple, repeated(s->items(), *times));
  if (x == nullptr) return std::nullopt;
  if (*times > 0 && x->size() > largest.weight / static_cast<std::uint64_t>(*times))
    throw std::invalid_argument("the string is too long");
  std::string text;
  for (std::int64_t i = 0; i < *times && !x->empty(); ++i) text += *x;
  return make_string(std::move(text));
}

// Where two lists or two tuples differ first, their items decide.
value ordered(std::string_view op, const sequence& a, const sequence& b, bool x64) {
  const std::size_t common = std::min(a.items().size(), b.items().size());
  for (std::size_t i = 0; i < common; ++i) {
    const value& x = a.items()[i];
    const value& y = b.items()[i];
    const bool equal = is_number(x) && is_number(y) ? truth(binary("==", x, y, x64)) : same(x, y);
    if (!equal) return binary(op, x, y, x64);
  }
  return binary(op, static_cast<std::int64_t>(a.items().size()),
                static_cast<std::int64_t>(b.items().size()), x64);
}

// {**a, **b}
value merged(const dictionary& a, const dictionary& b) {
  dictionary_builder items;
  for (const dictionary* d : {&a, &b}) {
    for (const auto& [key, item] : d->items()) items.set(key, item);
  }
  return items.build(a.record);
}

}  // namespace

value binary_of_others(std::string_view op, const value& a, const value& b, bool x64) {
  if (op == "==" || op == "!=") return same(a, b) == (op == "==");
  const auto* set = a.get<value_set>();
  const auto* other_set = b.get<value_set>();
  if (set != nullptr && other_set != nullptr) {
    if (auto result = set_operation(op, *set, *other_set)) return *std::move(result);
  }
  const auto* dict = a.get<dictionary>();
  const auto* other_dict = b.get<dictionary>();
  if (op == "|" && dict != nullptr && other_dict != nullptr) return merged(*dict, *other_dict);
  const auto* s = a.get<sequence>();
  const auto* t = b.get<sequence>();
  const bool order = op[0] == '<' || op[0] == '>';
  if (order && s != nullptr && t != nullptr && s->tuple == t->tuple)
    return ordered(op, *s, *t, x64);
  const auto* x = a.get<std::string>();
  const auto* y = b.get<std::string>();
  if (x != nullptr && y != nullptr && order) {
    const int order = x->compare(*y);
    return op == "<" ? order < 0 : op == "<=" ? order <= 0 : op == ">" ? order > 0 : order >= 0;
  }
  if (auto result = joined(op, a, b)) return *std::move(result);
  throw std::invalid_argument(fmt::format("'{}' of {} and {}", op, described(a), described(b)));
}

}  // namespace optaxx::recipes
