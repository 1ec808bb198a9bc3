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
#include "optaxx/core/refused.hpp"
#include "optaxx/core/schedule.hpp"

// Keywords in another order than the fields are an error of the language. g++ says so; clang only
// warns of them, unless it is told, as here for all that comes behind this line.
#ifdef __clang__
#pragma clang diagnostic error "-Wreorder-init-list"
#endif

namespace optaxx {

/// Takes the place of an option that was given by position.
struct given {};

/// The default of an option that has none: using it does not compile.
template <std::same_as<given> T>
constexpr T missing() {
  return {};
}
template <class T>
concept not_given = !std::same_as<T, given>;
OPTAXX_REFUSED("this option is required, in its place", not_given T, constexpr T missing());

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
/// `fields()` (a tuple of references) and `names()`, and refuses the calls of a factory that fit
/// none of its forms. (Of a misspelt keyword in a call compilers say no more than that there is no
/// such call.)
#define OPTAXX_FIELDS(...)                                                                 \
  auto fields() const { return std::tie(__VA_ARGS__); }                                    \
  static std::vector<std::string> names() { return ::optaxx::split_names(#__VA_ARGS__); }  \
  struct misfit {                                                                          \
    OPTAXX_REFUSED(                                                                        \
        "the name or type of an argument does not fit, or one is missing or given twice; " \
        "they are, in this order, the required ones first: " #__VA_ARGS__,                 \
        class Call = void, void operator()(...) const);                                    \
  };

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

// Options with the first N of the types P... replaced by `given`.
template <template <class...> class Options, std::size_t N, class... P>
struct keywords_after {
  template <std::size_t I>
  using type_at = std::conditional_t<(I < N), given, std::tuple_element_t<I, std::tuple<P...>>>;
  template <std::size_t... I>
  static Options<type_at<I>...> make(std::index_sequence<I...>);
  using type = decltype(make(std::index_sequence_for<P...>{}));
};

template <class...>
struct types {};
template <class>
using given_for = given;

template <class Options, class Result, class Keywords, class... Head>
Result built(Result (*build)(const Options&), const Keywords& rest, Head&&... head) {
  const auto fields = rest.fields();
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    return build(Options{std::forward<Head>(head)..., std::get<sizeof...(Head) + I>(fields)...});
  }
  (std::make_index_sequence<std::tuple_size_v<decltype(fields)> - sizeof...(Head)>{});
}

// The ways to call a factory that give the arguments Head... and at least the next one by position,
// then keywords, which may be left out if no required argument is missing (Beyond: how many more
// than those are given). Of all ways that with the required ones alone is preferred, and to the
// only one by position that with keywords alone, for a template yields to a function: g++ takes
// `{.keyword = value}` for an argument by position too, if that has a constructor from an
// initializer list.
template <int Beyond, class Result, template <class...> class Options, class Head, class... Tail>
struct call_forms;

template <int Beyond, class Result, template <class...> class Options, class... P>
struct call_forms<Beyond, Result, Options, types<P...>> {
  constexpr explicit call_forms(Result (*b)(const Options<P...>&)) : build(b) {}
  Result operator()(const Options<P...>& o) const { return build(o); }

 protected:
  Result (*build)(const Options<P...>&);
};

template <int Beyond, class Result, template <class...> class Options, class... Head, class Next,
          class... Tail>
struct call_forms<Beyond, Result, Options, types<Head...>, Next, Tail...>
    : call_forms<Beyond + 1, Result, Options, types<Head..., Next>, Tail...> {
  using longer = call_forms<Beyond + 1, Result, Options, types<Head..., Next>, Tail...>;
  using keywords = Options<given_for<Head>..., given, Tail...>;
  static constexpr bool preferred = Beyond == 0 && sizeof...(Head) + sizeof...(Tail) > 0;

  using longer::longer;
  using longer::operator();
  Result operator()(Head... head, Next next, const keywords& rest = {}) const requires(preferred) {
    return built(this->build, rest, std::move(head)..., std::move(next));
  }
  template <class = void>
  requires(Beyond >= 0 && !preferred) Result operator()(Head... head, Next next,
                                                        const keywords& rest = {}) const {
    return built(this->build, rest, std::move(head)..., std::move(next));
  }
  template <class = void>
  requires(Beyond < 0) Result operator()(Head... head, Next next, const keywords& rest) const {
    return built(this->build, rest, std::move(head)..., std::move(next));
  }
};

}  // namespace detail

/// What every factory is: a constant that is called as f(options) or as f(arguments by position...,
/// keywords). `Options<P...>` is the option struct; its first fields, of types P..., may be given
/// by position, and the first `Required` of them have no default.
template <class Result, template <class...> class Options, std::size_t Required, class... P>
class factory : public detail::call_forms<1 - int{Required == 0 ? 1 : Required}, Result, Options,
                                          detail::types<>, P...>,
                public Options<P...>::misfit {
  using forms = detail::call_forms<1 - int{Required == 0 ? 1 : Required}, Result, Options,
                                   detail::types<>, P...>;

 public:
  using options = Options<P...>;
  using forms::forms;
  using forms::operator();
  using options::misfit::operator();
  Result operator()() const requires(Required == 0) { return this->build(options{}); }
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
