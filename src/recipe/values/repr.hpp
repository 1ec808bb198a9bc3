// Values as text.
#pragma once

#include <string>

#include "recipe/values/value.hpp"

namespace optaxx::recipes {

/// Python's repr, shortened: for messages.
std::string repr(const value& v);
/// Python's repr.
std::string whole_repr(const value& v);
/// Python's str.
std::string str(const value& v);
/// "['w']", "[0]", ".mu".
std::string text_of(const path_key& k);
/// What it is, with its repr if that is short: "the string 'a'", "a schedule".
std::string described(const value& v);

}  // namespace optaxx::recipes
