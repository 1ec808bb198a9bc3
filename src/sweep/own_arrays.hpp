#pragma once

#include "optaxx/core/array.hpp"

// Arrays of a step's own, which it keeps for the next steps.
namespace optaxx {

/// An array that a rule has made: what it borrows may be memory that the end of the step changes.
array owned(array&& a);
/// The same, in its place.
void own(array& a);

/// Room for such an array, in the memory that it has if nobody else can know that.
void make_room(array& a, dtype type, const shape& s);
/// A copy, in such room.
void copy_into(array& a, const array& values);

}  // namespace optaxx
