#pragma once

#include <functional>
#include <string>
#include <utility>

namespace optaxx::detail {

/// A function that knows its Python expression. Inside a std::function it stays what it is.
template <class Signature>
struct described_function {
  std::function<Signature> function;
  std::string expression;

  template <class... Arguments>
  auto operator()(Arguments&&... arguments) const
      -> decltype(function(std::forward<Arguments>(arguments)...)) {
    return function(std::forward<Arguments>(arguments)...);
  }
};

/// The expression of `f`, or a free name where there is none: C++ has no text.
template <class Signature>
std::string expression_of(const std::function<Signature>& f, const char* free_name) {
  const auto* described = f.template target<described_function<Signature>>();
  return described != nullptr ? described->expression : free_name;
}

}  // namespace optaxx::detail
