#include "optaxx/recipe/recipe.hpp"

#include <fmt/format.h>

#include "recipe/interpreter.hpp"
#include "recipe/modules.hpp"
#include "recipe/value.hpp"

namespace optaxx {

transformation recipe(std::string_view text, const bindings& given) {
  try {
    recipes::global_names names;
    for (const std::string& name : recipes::root_names())
      names.emplace(name, *recipes::find_known(name));
    for (const auto& [name, b] : given) names.insert_or_assign(name, *b.value());
    recipes::interpreter in(recipes::parse(text), std::move(names));
    const recipes::value result = in.run();
    if (const auto* tx = result.get<transformation>()) return *tx;
    throw recipes::fault{0, "a recipe makes a transformation, this one " + described(result)};
  } catch (const recipes::fault& f) {
    throw recipes::complaint(text, f);
  }
}

}  // namespace optaxx
