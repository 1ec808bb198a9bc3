#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "optaxx/core/call.hpp"
#include "optaxx/core/mask.hpp"
#include "optaxx/core/number.hpp"
#include "optaxx/core/schedule.hpp"

namespace optaxx {

/// Takes the place of an option that was given by position.
struct given {};

/// The default of an option that has none: using it does not compile.
template <class T>
constexpr T missing() {
  static_assert(std::same_as<T, given>, "a required option is missing");
  return {};
}

/// The default of an option that may be given by position.
template <class T, class Value>
constexpr T or_default(Value&& value) {
  if constexpr (std::same_as<T, given>) {
    return {};
  } else {
    return T(std::forward<Value>(value));
  }
}

/// The fields of an option struct, all of them and in order: the only reflection there is. It gives
/// `fields()` (a tuple of references) and `names()`.
#define OPTAXX_FIELDS(...)                              \
  auto fields() const { return std::tie(__VA_ARGS__); } \
  static std::vector<std::string> names() { return ::optaxx::split_names(#__VA_ARGS__); }

std::vector<std::string> split_names(std::string_view list);

// Python's spelling of an option's value.
std::string option_text(const number& value);
std::string option_text(bool value);
std::string option_text(std::int64_t value);
std::string option_text(dtype value);
std::string option_text(const std::string& value);
std::string option_text(const scalar_or_schedule& value);
std::string option_text(const schedule& value);
std::string option_text(const leaf_mask& value);
std::string option_text(const leaf_labels& value);
template <class T>
std::string option_text(const std::optional<T>& value) {
  return value ? option_text(*value) : std::string("None");
}
template <class T>
std::string option_text(const std::vector<T>& values) {
  std::string text;
  for (const T& value : values) text += (text.empty() ? "" : ", ") + option_text(value);
  return "[" + text + "]";
}
inline std::string option_text(given) { return {}; }

namespace detail {

template <std::size_t, class T>
using given_at = given;

// Options with the first N of the types P... replaced by `given`.
template <template <class...> class Options, std::size_t N, class... P>
struct keywords_after {
  template <std::size_t I>
  using type_at = std::conditional_t<(I < N), given, std::tuple_element_t<I, std::tuple<P...>>>;
  template <std::size_t... I>
  static Options<type_at<I>...> make(std::index_sequence<I...>);
  using type = decltype(make(std::index_sequence_for<P...>{}));
};

// One way to call a factory: N arguments by position, then keywords, which may be left out if N is
// not less than the number of required ones (Beyond: N minus that number). Of all ways that with
// the required ones alone is preferred: g++ takes `{.keyword = value}` for an argument by position
// too, if that has a constructor from an initializer list.
template <class Result, template <class...> class Options, class Head, int Beyond, class... P>
struct call_form;

template <class Result, template <class...> class Options, class... Head, int Beyond, class... P>
struct call_form<Result, Options, std::tuple<Head...>, Beyond, P...> {
  using keywords = typename keywords_after<Options, sizeof...(Head), P...>::type;
  using build_function = Result (*)(const Options<P...>&);
  build_function build;

  Result operator()(Head... head, const keywords& rest = {}) const requires(Beyond == 0) {
    return merge(rest, std::move(head)...);
  }
  template <class = void>  // a template yields to a function
  requires(Beyond > 0) Result operator()(Head... head, const keywords& rest = {}) const {
    return merge(rest, std::move(head)...);
  }
  template <class = void>
  requires(Beyond < 0) Result operator()(Head... head, const keywords& rest) const {
    return merge(rest, std::move(head)...);
  }

 private:
  Result merge(const keywords& rest, Head... head) const {
    return std::apply(
        [&](const auto&... field) {
          return from(std::forward_as_tuple(std::move(head)...), std::tie(field...),
                      std::make_index_sequence<sizeof...(field) - sizeof...(Head)>{},
                      std::make_index_sequence<sizeof...(Head)>{});
        },
        rest.fields());
  }
  template <class Given, class Fields, std::size_t... R, std::size_t... H>
  Result from(Given&& first, Fields&& fields, std::index_sequence<R...>,
              std::index_sequence<H...>) const {
    return build(
        Options<P...>{std::get<H>(std::move(first))..., std::get<sizeof...(H) + R>(fields)...});
  }
};

template <std::size_t N, class... P>
struct head_of {
  template <std::size_t... I>
  static std::tuple<std::tuple_element_t<I, std::tuple<P...>>...> make(std::index_sequence<I...>);
  using type = decltype(make(std::make_index_sequence<N>{}));
};

template <class Result, template <class...> class Options, int Required, class Sequence, class... P>
struct call_forms;

template <class Result, template <class...> class Options, int Required, int... N, class... P>
struct call_forms<Result, Options, Required, std::integer_sequence<int, N...>, P...>
    : call_form<Result, Options, typename head_of<1 + N, P...>::type, 1 + N - Required, P...>... {
  constexpr explicit call_forms(Result (*build)(const Options<P...>&))
      : call_form<Result, Options, typename head_of<1 + N, P...>::type, 1 + N - Required, P...>{
            build}... {}
  using call_form<Result, Options, typename head_of<1 + N, P...>::type, 1 + N - Required,
                  P...>::operator()...;
};

}  // namespace detail

/// What every factory is: a constant that is called as f(options) or as f(arguments by position...,
/// keywords). `Options<P...>` is the option struct; its first fields, of types P..., may be given
/// by position, and the first `Required` of them have no default.
template <class Result, template <class...> class Options, std::size_t Required, class... P>
class factory : public detail::call_forms<Result, Options, (Required == 0 ? 1 : Required),
                                          std::make_integer_sequence<int, sizeof...(P)>, P...> {
  using forms = detail::call_forms<Result, Options, (Required == 0 ? 1 : Required),
                                   std::make_integer_sequence<int, sizeof...(P)>, P...>;

 public:
  using options = Options<P...>;
  constexpr explicit factory(Result (*build)(const options&)) : forms(build), build_(build) {}

  using forms::operator();
  Result operator()(const options& o) const { return build_(o); }
  Result operator()() const requires(Required == 0) { return build_(options{}); }

 private:
  Result (*build_)(const options&);
};

/// The call that these options spell, without those that have their default. `Defaults` is the
/// option struct with its required fields taken away.
template <class Defaults, class Options>
call call_of(std::string function, const Options& o) {
  const Defaults defaults{};
  const auto names = Options::names();
  call result{std::move(function), {}};
  const auto add = [&]<class Value, class Default>(std::size_t i, const Value& value,
                                                   const Default& initial) {
    const std::string text = option_text(value);
    if (!std::same_as<Default, given> && text == option_text(initial)) return;
    result.arguments.emplace_back(names[i], text);
  };
  const auto values = o.fields();
  const auto initial = defaults.fields();
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (add(I, std::get<I>(values), std::get<I>(initial)), ...);
  }
  (std::make_index_sequence<std::tuple_size_v<decltype(values)>>{});
  return result;
}

}  // namespace optaxx
