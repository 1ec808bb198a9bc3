#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "optaxx/core/options.hpp"
#include "recipe/options/convert.hpp"
#include "recipe/values/value.hpp"

namespace optaxx::recipes {

namespace detail {

template <class T, class Default>
T field(const argument* a, const call_site& site, const std::string& function,
        const std::string& name, const Default& otherwise) {
  if (a != nullptr)
    return convert(*a->given, {site.in, a->at, function + ": " + name}, option_type<T>{});
  if constexpr (std::is_same_v<Default, given>) {
    throw fault{site.at, function + ": " + name + " is missing"};
  } else {
    return otherwise;
  }
}

// The same for an option that inject_hyperparams may put on a schedule: it then stands for its
// first value.
template <class T, class Default>
T injected_field(const argument* a, const call_site& site, const std::string& function,
                 const std::string& name, const Default& otherwise,
                 std::vector<std::pair<std::string, injected_schedule>>& schedules) {
  if constexpr (std::is_same_v<T, number> || std::is_same_v<T, std::optional<number>> ||
                std::is_same_v<T, std::int64_t>) {
    if (a != nullptr && (is_text_function(*a->given) || untyped(*a->given) != nullptr ||
                         a->given->template get<schedule>() != nullptr)) {
      const schedule s =
          convert(*a->given, {site.in, a->at, function + ": " + name}, option_type<schedule>{});
      schedules.emplace_back(name, s);
      const double first = s(0);
      if constexpr (std::is_same_v<T, std::int64_t>) {
        return static_cast<std::int64_t>(first);
      } else {
        return number(first);
      }
    }
  }
  return field<T>(a, site, function, name, otherwise);
}

}  // namespace detail

/// The options that a function of this name takes: under one of Optax's those of Optax, under one
/// of ours also those, the last ones, that the struct counts as its own.
template <class Options>
std::vector<std::string> option_names(const std::string& function) {
  std::vector<std::string> names = Options::names();
  if constexpr (requires { Options::own; }) {
    if (function.starts_with("optax.")) names.resize(names.size() - Options::own);
  }
  return names;
}

/// A factory as a function of recipes. Its option struct says all there is to know: names, order,
/// types, defaults, and what is required.
template <class Result, template <class...> class Options, std::size_t Required, class... P>
builtin factory_function(std::string name, const factory<Result, Options, Required, P...>& make) {
  using options = Options<P...>;
  using defaults = typename optaxx::detail::keywords_after<Options, Required, P...>::type;
  const auto options_of = [name](const call_site& site, const auto& field_of) {
    const std::vector<std::string> names = options::names();
    std::vector<const argument*> chosen =
        match_arguments(name, site, option_names<options>(name), Required);
    chosen.resize(names.size());
    const defaults initial{};
    const auto fields = initial.fields();
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      using types = decltype(std::declval<const options&>().fields());
      return options{
          field_of.template operator()<std::remove_cvref_t<std::tuple_element_t<I, types>>>(
              chosen[I], names[I], std::get<I>(fields))...};
    }
    (std::make_index_sequence<std::tuple_size_v<decltype(fields)>>{});
  };
  builtin result{
      name, [name, make, options_of](const call_site& site) -> value {
        return make(options_of(site, [&]<class T>(const argument* a, const std::string& option,
                                                  const auto& otherwise) {
          return detail::field<T>(a, site, name, option, otherwise);
        }));
      }};
  if constexpr (std::is_same_v<Result, transformation>) {
    result.inject = [name, make, options_of](const call_site& site,
                                             const inject_hyperparams_options& settings) {
      std::vector<std::pair<std::string, injected_schedule>> schedules;
      const options o = options_of(
          site, [&]<class T>(const argument* a, const std::string& option, const auto& otherwise) {
            return detail::injected_field<T>(a, site, name, option, otherwise, schedules);
          });
      return inject_hyperparams(make, settings)(o, schedules);
    };
  }
  return result;
}

/// A factory without arguments.
inline builtin factory_function(std::string name, transformation (*make)()) {
  auto run = [name, make](const call_site& site) -> value {
    match_arguments(name, site, {}, 0);
    return make();
  };
  return {std::move(name), std::move(run)};
}

/// Those of one folder of headers, by the part of their name behind "optax."; the definitions are
/// generated from the headers.
std::vector<std::pair<std::string, builtin>> schedules_functions();
std::vector<std::pair<std::string, builtin>> transforms_functions();
std::vector<std::pair<std::string, builtin>> combinators_functions();
std::vector<std::pair<std::string, builtin>> optimizers_functions();
std::vector<std::pair<std::string, builtin>> contrib_functions();
std::vector<std::pair<std::string, builtin>> extra_functions();
/// Those of all folders that have options of their own, by the part behind "optaxx.".
std::vector<std::pair<std::string, builtin>> own_functions();

}  // namespace optaxx::recipes
