// What a function of ours asks of its arguments.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "optaxx/core/number.hpp"
#include "recipe/run/interpreter.hpp"
#include "recipe/values/value.hpp"

namespace optaxx::recipes {

/// Which argument goes to which parameter; nullptr: none does. Throws fault for unknown names, for
/// one too many, for one twice, and, with all their names, for required ones that are missing.
std::vector<const argument*> match_arguments(const std::string& function, const call_site& site,
                                             const std::vector<std::string>& parameters,
                                             std::size_t required);

/// What a functools.partial has been given, and what it is called with: the later one of a name
/// counts.
std::vector<argument> with_first(const std::vector<argument>& first,
                                 const std::vector<argument>& then);

/// An argument on its way to an option: for messages, and for functions of the text.
struct place {
  interpreter& in;
  std::uint32_t at;
  std::string option;  ///< "optax.adamw: weight_decay".

  /// Throws fault: "optax.adamw: weight_decay must be a number, got 'x'".
  [[noreturn]] void refuse(std::string_view expected, const value& got) const;
};

template <class T>
struct option_type {};

// A value as what an argument takes: one overload for each type. Those of options are in
// recipe/options/convert.hpp.
number convert(const value& v, const place& p, option_type<number>);
bool convert(const value& v, const place& p, option_type<bool>);
std::int64_t convert(const value& v, const place& p, option_type<std::int64_t>);
double convert(const value& v, const place& p, option_type<double>);
std::string convert(const value& v, const place& p, option_type<std::string>);
dtype convert(const value& v, const place& p, option_type<dtype>);

const std::vector<value>& items_of(const value& v, const place& p);
const std::vector<std::pair<value, value>>& entries_of(const value& v, const place& p);

template <class T>
std::optional<T> convert(const value& v, const place& p, option_type<std::optional<T>>) {
  if (v.get<none_t>() != nullptr) return std::nullopt;
  return convert(v, p, option_type<T>{});
}
template <class T>
std::vector<T> convert(const value& v, const place& p, option_type<std::vector<T>>) {
  std::vector<T> result;
  for (const value& item : items_of(v, p)) result.push_back(convert(item, p, option_type<T>{}));
  return result;
}
template <class A, class B>
std::pair<A, B> convert(const value& v, const place& p, option_type<std::pair<A, B>>) {
  const std::vector<value>& items = items_of(v, p);
  if (items.size() != 2) p.refuse("a pair", v);
  return {convert(items[0], p, option_type<A>{}), convert(items[1], p, option_type<B>{})};
}

}  // namespace optaxx::recipes
