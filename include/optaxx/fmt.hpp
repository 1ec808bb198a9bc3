#pragma once

#include <fmt/format.h>

#include <concepts>
#include <string>
#include <string_view>

#include "optaxx/core/tree.hpp"

// fmt::print("{}", params): arrays, trees, their parts, dtypes and shapes, with the format
// specifications of a string.

template <class T>
requires(std::same_as<T, optaxx::array> || std::derived_from<T, optaxx::tree> ||
         optaxx::is_tree_like<T>) struct fmt::formatter<T, char>
    : fmt::formatter<std::string_view> {
  template <class Context>
  auto format(const T& value, Context& context) const {
    return fmt::formatter<std::string_view>::format(optaxx::to_string(value), context);
  }
};

template <>
struct fmt::formatter<optaxx::dtype> : fmt::formatter<std::string_view> {
  template <class Context>
  auto format(optaxx::dtype type, Context& context) const {
    return fmt::formatter<std::string_view>::format(optaxx::name_of(type), context);
  }
};

template <>
struct fmt::formatter<optaxx::shape> : fmt::formatter<std::string_view> {
  template <class Context>
  auto format(const optaxx::shape& shape, Context& context) const {
    return fmt::formatter<std::string_view>::format(shape.text(), context);
  }
};
