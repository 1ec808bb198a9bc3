#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "optaxx/core/transform.hpp"
#include "optaxx/recipe/recipe.hpp"

namespace replay {

/// The bindings of a JSON object, of which an object is a dict. Throws optaxx::format_error for
/// other JSON.
optaxx::bindings bindings_of_json(std::string_view text);

/// The bindings of a command line: "lr=1e-3", "betas=[0.9, 0.99]", "cfg=run.json". The value is a
/// Python expression, or a file of JSON if it ends in ".json". Throws optaxx::format_error with the
/// argument.
optaxx::bindings bindings_of_arguments(const std::vector<std::string>& arguments);

/// The recipe with its own bindings and those of a command line, which count more. Throws
/// optaxx::format_error if it has no use for one of the latter.
optaxx::transformation bound_recipe(std::string_view text, optaxx::bindings own,
                                    const optaxx::bindings& given);

}  // namespace replay
