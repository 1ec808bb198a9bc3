#pragma once

#include "optaxx/core/dtype.hpp"
#include "optaxx/core/small_floats.hpp"
#include "recipe/values/value.hpp"

namespace optaxx::recipes {

/// A number as JAX sees it.
struct operand {
  double value;
  dtype type;  ///< boolean, i32, i64, or a type of floats.
  bool weak;   ///< A Python number, or what comes from it: takes the type of what it meets.
};

/// Throws std::invalid_argument for what is no number, and for an int that no array of JAX can
/// hold.
operand operand_of(const value& v, bool x64);

/// As options and schedules take it: with its dtype unless that is weak.
number number_of(const operand& o);
/// A number that has a dtype is an array, any other is a Python number.
value value_of(const number& n);

bool is_float(dtype t);
bool is_int(dtype t);

/// The type that two operands meet in; its value is 0.
operand joint(const operand& a, const operand& b, bool x64);
/// What an int becomes where a function is of floats only.
operand as_float(const operand& o);

/// The largest number of a type of floats.
double largest_of(dtype type);

/// To the nearest number of that type, if it is one of floats; to bfloat16 by way of float32, as
/// JAX does.
double rounded(double v, dtype type);
/// The same of what float32 holds.
inline double rounded(float v, dtype type) {
  return static_cast<double>(optaxx::detail::rounded_to(type, v));
}

}  // namespace optaxx::recipes
