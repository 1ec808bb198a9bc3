#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {
class stateful_schedule;
}

namespace optaxx::detail {

/// A numeric option of a transformation: its name, what it is, and where to put another number.
struct hyperparam {
  std::string name;
  scalar_or_schedule value;
  std::shared_ptr<const stateful_schedule> stateful = {};  ///< What it follows instead, or null.
};

/// A transformation as a function of its numeric options.
struct injection {
  call description;  ///< Of the inner transformation.
  std::vector<hyperparam> hyperparams;
  std::function<transformation(std::span<const number>)> build;
  std::vector<std::string> callables = {};  ///< Options that Optax would call as schedules.
};

/// Throws std::invalid_argument unless each of the names is one of all.
void check_static_args(const std::vector<std::string>& static_args,
                       const std::vector<std::string>& all);
inline bool is_one_of(const std::string& name, const std::vector<std::string>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Puts the schedules in the place of the numbers of that name. Throws std::invalid_argument if
/// there are none.
void set_schedules(injection& what, const std::vector<std::pair<std::string, schedule>>& schedules);
void set_stateful(injection& what, const std::string& name,
                  std::shared_ptr<const stateful_schedule> s);

// The number or schedule in an option, if it is one that has either.
inline std::optional<scalar_or_schedule> hyperparam_in(const number& field) { return field; }
inline std::optional<scalar_or_schedule> hyperparam_in(const scalar_or_schedule& field) {
  return field;
}
inline std::optional<scalar_or_schedule> hyperparam_in(const std::int64_t& field) {
  return scalar_or_schedule(field);
}
template <class T>
requires(std::same_as<T, number> || std::same_as<T, scalar_or_schedule>)
    std::optional<scalar_or_schedule> hyperparam_in(const std::optional<T>& field) {
  if (!field) return std::nullopt;
  return scalar_or_schedule(*field);
}
template <class T>
std::optional<scalar_or_schedule> hyperparam_in(const T&) {
  return std::nullopt;
}

// Whether the option is a callable in Optax, and no schedule.
inline bool is_callable(const leaf_mask& field) { return field.is_function(); }
inline bool is_callable(const std::optional<dtype>& field) { return field.has_value(); }
template <class T>
bool is_callable(const T&) {
  return false;
}

// The dtype that a factory has by default: a class that inject_hyperparams in Optax calls with the
// count, so that its state has a number of that name.
template <class Options>
inline constexpr std::string_view default_dtype = "";
schedule counts_in(dtype type);
inline std::optional<dtype> dtype_in(const std::optional<dtype>& field) { return field; }
template <class T>
std::optional<dtype> dtype_in(const T&) {
  return std::nullopt;
}

inline void put(number& field, const number& value) { field = value; }
inline void put(scalar_or_schedule& field, const number& value) { field = value; }
inline void put(std::int64_t& field, const number& value) {
  field = static_cast<std::int64_t>(value.value());
}
template <class T>
requires(std::same_as<T, number> ||
         std::same_as<T, scalar_or_schedule>) void put(std::optional<T>& field,
                                                       const number& value) {
  field = value;
}
template <class T>
void put(T&, const number&) {}

// f(i, field) for the fields of an option struct, which may be changed.
template <class Options, class F>
void for_each_field(Options& o, const F& f) {
  const auto fields = std::as_const(o).fields();
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (f(I, const_cast<std::remove_cvref_t<std::tuple_element_t<I, decltype(fields)>>&>(
              std::get<I>(fields))),
     ...);
  }
  (std::make_index_sequence<std::tuple_size_v<std::remove_const_t<decltype(fields)>>>{});
}

template <class Options>
injection injection_of(const std::function<transformation(const Options&)>& build,
                       const Options& options,
                       const std::vector<std::pair<std::string, schedule>>& schedules,
                       const std::vector<std::string>& static_args) {
  injection result{build(options).describe(), {}, nullptr};
  const auto names = Options::names();
  check_static_args(static_args, names);
  Options copy = options;
  std::vector<std::size_t> fields;
  for_each_field(copy, [&](std::size_t i, const auto& field) {
    auto value = hyperparam_in(field);
    if (names[i] == default_dtype<Options>) {
      if (const auto type = dtype_in(field)) value = counts_in(*type);
    } else if (is_callable(field)) {
      result.callables.push_back(names[i]);
    }
    if (!value || is_one_of(names[i], static_args)) return;
    result.hyperparams.push_back({names[i], *value});
    fields.push_back(i);
  });
  set_schedules(result, schedules);
  result.build = [build, options, fields](std::span<const number> values) {
    Options o = options;
    for_each_field(o, [&](std::size_t i, auto& field) {
      for (std::size_t k = 0; k < fields.size(); ++k) {
        if (fields[k] == i) put(field, values[k]);
      }
    });
    return build(o);
  };
  return result;
}

template <std::size_t N, class Function>
injection injection_of(const std::vector<std::string>& names, const Function& f,
                       const std::array<scalar_or_schedule, N>& values,
                       const std::vector<std::string>& static_args) {
  if (names.size() != N) {
    throw std::invalid_argument("inject_hyperparams: the function has " +
                                std::to_string(names.size()) + " named arguments, got " +
                                std::to_string(N));
  }
  check_static_args(static_args, names);
  injection result{{"f", {}}, {}, nullptr};
  std::vector<number> all;
  std::vector<std::size_t> injected;
  for (std::size_t i = 0; i < N; ++i) {
    result.description.arguments.emplace_back(names[i], values[i].text());
    const bool dynamic = !is_one_of(names[i], static_args);
    all.push_back(dynamic ? number(0) : values[i].as_number());
    if (!dynamic) continue;
    result.hyperparams.push_back({names[i], values[i]});
    injected.push_back(i);
  }
  result.build = [f, all, injected](std::span<const number> given) -> transformation {
    std::vector<number> arguments = all;
    for (std::size_t k = 0; k < injected.size(); ++k) arguments[injected[k]] = given[k];
    return [&]<std::size_t... I>(std::index_sequence<I...>) { return f(arguments[I]...); }
    (std::make_index_sequence<N>{});
  };
  return result;
}

}  // namespace optaxx::detail
