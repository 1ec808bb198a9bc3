#pragma once

#include <optional>
#include <string_view>

#include "recipe/values/value.hpp"

namespace optaxx::recipes {

// Python's arithmetic on numbers, and JAX's where an array takes part: an int32 count with a Python
// float is a float of weak type (float32, or float64 in x64 mode), an int32 count divided by an int
// a float32. Scalars of XLA are computed in their dtype, operation by operation. All of them throw
// std::invalid_argument, saying what is wrong without a place. An array is computed element by
// element, by the operators and by `where`.

/// `+ - * / // % **`, `& | ^` and `< <= > >= == !=`.
value binary(std::string_view op, const value& a, const value& b, bool x64);
/// The same where one of them is no number.
value binary_of_others(std::string_view op, const value& a, const value& b, bool x64);
value negative(const value& a, bool x64);
/// `~`: of bools the other, of integers -a - 1.
value inverted(const value& a, bool x64);
/// What `if` and `not` see. Throws for what is no bool, number, string or None.
bool truth(const value& v);

bool is_number(const value& v);   ///< int, float, bool or a 0-d array.
bool is_numeric(const value& v);  ///< A number, or an array of numbers.

// jnp's functions of one and of two numbers.
using unary_function = value (*)(const value&, bool x64);
std::optional<unary_function> find_unary(std::string_view name);
using binary_function = value (*)(const value&, const value&, bool x64);
std::optional<binary_function> find_binary(std::string_view name);

/// As a 0-d array of its own type, which stays weak for Python's ints and floats.
value as_array(const value& v, bool x64);
/// As a 0-d array of that type.
value cast(const value& v, dtype type, bool x64);
/// jnp.where.
value where(const value& condition, const value& a, const value& b, bool x64);

}  // namespace optaxx::recipes
