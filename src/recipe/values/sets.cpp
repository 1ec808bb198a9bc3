#include "recipe/values/sets.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <unordered_set>

#include "recipe/values/repr.hpp"

namespace optaxx::recipes {
namespace {

constexpr double first_beyond_int64 = 9223372036854775808.0;

// The same for what is equal in Python, and different for all else.
std::string hashed(const value& v) {
  if (const auto* s = v.get<std::string>()) return std::to_string(s->size()) + "'" + *s;
  if (const auto* i = v.get<std::int64_t>()) return "i" + std::to_string(*i);
  if (const auto* b = v.get<bool>()) return *b ? "i1" : "i0";
  if (const auto* d = v.get<double>()) {
    const bool whole = *d == std::floor(*d) && std::abs(*d) < first_beyond_int64;
    return whole ? "i" + std::to_string(static_cast<std::int64_t>(*d))
                 : "d" + std::to_string(std::bit_cast<std::uint64_t>(*d));
  }
  if (const auto* t = v.get<dtype>()) return "t" + std::string(name_of(*t));
  if (v.get<none_t>() != nullptr) return "n";
  const auto* s = v.get<sequence>();
  if (s == nullptr || !s->tuple) {
    throw std::invalid_argument(
        "a set holds strings, numbers, None, dtypes and tuples of these, got " + described(v));
  }
  std::string text = "(";
  for (const value& item : s->items()) text += hashed(item) + ",";
  return text + ")";
}

using hashes = std::unordered_set<std::string>;
hashes hashes_of(const value_set& s) {
  hashes result;
  for (const value& item : s.items()) result.insert(hashed(item));
  return result;
}

value set_of(std::vector<value> items) {
  const value list = make_sequence(false, std::move(items));
  return value_set{list.get<sequence>()->shared};
}

}  // namespace

value make_set(const std::vector<value>& items) {
  hashes seen;
  std::vector<value> different;
  for (const value& item : items) {
    if (seen.insert(hashed(item)).second) different.push_back(item);
  }
  return set_of(std::move(different));
}

std::optional<value> set_operation(std::string_view op, const value_set& a, const value_set& b) {
  const hashes in_a = hashes_of(a);
  const hashes in_b = hashes_of(b);
  std::vector<value> items;
  std::size_t common = 0;
  for (const value& item : a.items()) {
    const bool both = in_b.contains(hashed(item));
    common += both ? 1 : 0;
    if (op == "|" || both == (op == "&")) items.push_back(item);
  }
  for (const value& item : b.items()) {
    if ((op == "|" || op == "^") && !in_a.contains(hashed(item))) items.push_back(item);
  }
  if (op == "|" || op == "&" || op == "-" || op == "^") return set_of(std::move(items));
  const bool less = common == in_a.size();
  const bool more = common == in_b.size();
  if (op == "==" || op == "!=") return (less && more) == (op == "==");
  if (op == "<=" || op == "<") return less && (op == "<=" || !more);
  if (op == ">=" || op == ">") return more && (op == ">=" || !less);
  return std::nullopt;
}

}  // namespace optaxx::recipes
