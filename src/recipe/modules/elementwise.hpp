#pragma once

#include "recipe/run/interpreter.hpp"
#include "recipe/values/arithmetic.hpp"
#include "recipe/values/arrays.hpp"

namespace optaxx::recipes {

/// The work of a function that goes through its arguments once.
inline void spend_arguments(const call_site& site) {
  for (const argument& a : site.arguments) site.in.spend(site.at, a.given->size().weight);
}

/// A function of jnp, of a number or of each of an array.
inline value of_each(unary_function f, const value& x, const call_site& site) {
  const bool x64 = site.in.x64();
  site.in.spend(site.at, x.size().weight);
  return elementwise({jax_array(x)}, x64, [&](const auto& parts) { return f(parts[0], x64); });
}
inline value of_each(binary_function f, const value& a, const value& b, const call_site& site) {
  const bool x64 = site.in.x64();
  site.in.spend(site.at, a.size().weight + b.size().weight);
  return elementwise({jax_array(a), jax_array(b)}, x64,
                     [&](const auto& parts) { return f(parts[0], parts[1], x64); });
}

}  // namespace optaxx::recipes
