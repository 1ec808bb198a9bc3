#pragma once

#include <utility>

namespace optaxx::detail {

/// What the library keeps, never destroyed: a global of the program may use the library in its
/// destructor, after the statics of functions that it called are gone.
///
///     static const auto& names = forever(std::set<std::string>{"mu", "nu"});
template <class T>
T& forever(T value) {
  return *new T(std::move(value));
}

}  // namespace optaxx::detail
