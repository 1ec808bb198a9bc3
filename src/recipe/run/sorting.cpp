#include "recipe/run/sorting.hpp"

#include <algorithm>
#include <utility>

#include "recipe/run/interpreter.hpp"
#include "recipe/values/arithmetic.hpp"

namespace optaxx::recipes {

std::vector<value> sorted_items(std::vector<value> items, const argument* key,
                                const argument* reverse, const call_site& site) {
  interpreter& in = site.in;
  using keyed = std::pair<value, value>;
  std::vector<keyed> rows;
  const bool has_key = key != nullptr && key->given->get<none_t>() == nullptr;
  for (value& item : items) {
    value k = has_key ? in.call(*key->given, {item}, key->at) : item;
    rows.emplace_back(std::move(k), std::move(item));
  }
  const bool backwards =
      reverse != nullptr && placed(reverse->at, [&] { return truth(*reverse->given); });
  const auto less = [&](const value& a, const value& b) {
    in.spend(site.at, std::min(a.size().weight, b.size().weight));
    return truth(binary("<", a, b, in.x64()));
  };
  placed(site.at, [&] {
    std::stable_sort(rows.begin(), rows.end(), [&](const keyed& a, const keyed& b) {
      return backwards ? less(b.first, a.first) : less(a.first, b.first);
    });
  });
  std::vector<value> sorted;
  for (keyed& row : rows) sorted.push_back(std::move(row.second));
  return sorted;
}

}  // namespace optaxx::recipes
