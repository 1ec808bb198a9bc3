#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "optaxx/combinators/every_k.hpp"
#include "optaxx/combinators/skip_update.hpp"
#include "optaxx/core/axes.hpp"
#include "optaxx/core/labelled.hpp"
#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"
#include "optaxx/random/prng_key.hpp"
#include "optaxx/schedules/join_schedules.hpp"
#include "optaxx/schedules/piecewise_constant_schedule.hpp"
#include "optaxx/transforms/scale_by_factored_rms.hpp"
#include "recipe/interpreter.hpp"
#include "recipe/value.hpp"

namespace optaxx::recipes {

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

// A value as what an option takes: one overload for each type of field that option structs have.
number convert(const value& v, const place& p, option_type<number>);
bool convert(const value& v, const place& p, option_type<bool>);
std::int64_t convert(const value& v, const place& p, option_type<std::int64_t>);
double convert(const value& v, const place& p, option_type<double>);
std::string convert(const value& v, const place& p, option_type<std::string>);
dtype convert(const value& v, const place& p, option_type<dtype>);
scalar_or_schedule convert(const value& v, const place& p, option_type<scalar_or_schedule>);
schedule convert(const value& v, const place& p, option_type<schedule>);
transformation convert(const value& v, const place& p, option_type<transformation>);
leaf_mask convert(const value& v, const place& p, option_type<leaf_mask>);
leaf_labels convert(const value& v, const place& p, option_type<leaf_labels>);
labelled_transformations convert(const value& v, const place& p,
                                 option_type<labelled_transformations>);
every_k convert(const value& v, const place& p, option_type<every_k>);
skip_update convert(const value& v, const place& p, option_type<skip_update>);
axes convert(const value& v, const place& p, option_type<axes>);
prng_key convert(const value& v, const place& p, option_type<prng_key>);
decay_rate_function convert(const value& v, const place& p, option_type<decay_rate_function>);

step_boundaries convert(const value& v, const place& p, option_type<step_boundaries>);
scales_by_step convert(const value& v, const place& p, option_type<scales_by_step>);

mask_tree convert(const value& v, const place& p, option_type<mask_tree>);
label_tree convert(const value& v, const place& p, option_type<label_tree>);

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
