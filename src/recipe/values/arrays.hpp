#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "recipe/values/value.hpp"

namespace optaxx::recipes {

// 1-d arrays of numbers. All of these throw std::invalid_argument.

inline bool is_array(const value& v) { return v.get<number_array>() != nullptr; }
/// A 0-d or 1-d array of jax.numpy.
bool is_jax(const value& v);

/// Of numbers, which get one type; at least one.
value make_array(std::vector<value> items, bool jax, bool x64);
/// jnp.array of an array of NumPy; all else is as it was.
value jax_array(const value& v);
/// As an array whose numbers have that type.
value array_of_type(const number_array& a, dtype type, bool x64);

/// A number of it, as it is computed with: of JAX a 0-d array, of NumPy a Python number, or in x64
/// mode, where JAX's are the same and it is not weak, a 0-d array too.
value number_at(const number_array& a, std::size_t i, bool x64);
/// a[index] for a number: JAX takes the first or last number for what is outside, NumPy refuses.
value indexed(const number_array& a, const value& index, bool x64);
dtype type_of(const number_array& a, bool x64);

/// f of the numbers at each place. Arrays have the same length, or 1; what is no array is the same
/// at all places. Where an array of JAX takes part, those of NumPy are of JAX too; where one with
/// axes of its own does, f gets the arrays as they are.
value elementwise(const std::vector<value>& operands, bool x64,
                  const std::function<value(const std::vector<value>&)>& f);

}  // namespace optaxx::recipes
