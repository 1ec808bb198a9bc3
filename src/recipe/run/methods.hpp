#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "recipe/values/value.hpp"

namespace optaxx::recipes {

using method = value (*)(const value& self, const call_site& site);
using methods = std::map<std::string, method, std::less<>>;

/// Of dicts, also those within the parameters.
const methods& dict_methods();
const methods& set_methods();
/// Of lists and tuples.
const methods& list_methods();

/// init and update, called by a function of the text.
const methods& transformation_methods();

/// A method of a string, dict, list, array of numbers or compiled pattern, bound to it:
/// `name.split`.
std::optional<value> find_method(const value& object, std::string_view name);

/// The methods of such a value, for suggestions.
std::vector<std::string> method_names(const value& object);

/// What re.search and the like give: None, or True.
value matched(const pattern& p, pattern::where where, const value& text, const call_site& site);

}  // namespace optaxx::recipes
