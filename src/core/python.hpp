#pragma once

#include <string>
#include <string_view>

namespace optaxx::detail {

/// Python's repr of a string: 'w'.
std::string python_repr(std::string_view text);
/// Python's repr of a float: 0.001, 1e-08, 1.0; jnp.inf and jnp.nan, which are expressions, for inf
/// and nan.
std::string python_repr(double value);
std::string python_repr(float value);
inline std::string python_repr(bool value) { return value ? "True" : "False"; }

}  // namespace optaxx::detail
