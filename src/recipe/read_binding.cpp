// What stands outside of a recipe, such as on a command line.
#include <algorithm>

#include "optaxx/recipe/binding.hpp"
#include "optaxx/recipe/recipe.hpp"
#include "recipe/run/interpreter.hpp"
#include "recipe/run/modules.hpp"
#include "recipe/run/surroundings.hpp"
#include "recipe/text/free_names.hpp"
#include "recipe/values/contents.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/value.hpp"

namespace optaxx {
namespace {

// A function of the text would need the names of its text, and a module or a function of ours has a
// name already.
bool can_be_bound(const recipes::value& v) {
  if (const auto* s = v.get<recipes::sequence>())
    return std::all_of(s->items().begin(), s->items().end(), can_be_bound);
  if (const auto* d = v.get<recipes::dictionary>()) {
    return std::all_of(d->items().begin(), d->items().end(),
                       [](const auto& item) { return can_be_bound(item.second); });
  }
  return !is_text_function(v) && v.get<recipes::module_name>() == nullptr &&
         v.get<std::shared_ptr<const recipes::builtin>>() == nullptr &&
         v.get<recipes::exception>() == nullptr;
}

}  // namespace

binding binding::read(std::string_view expression) {
  const recipes::surroundings_of_text surroundings;
  try {
    const auto text = recipes::parse(expression);
    const auto& statements = (*text)[text->root].children;
    if (statements.size() != 1 ||
        (*text)[statements[0]].type != recipes::node_type::expression_statement)
      throw recipes::fault{0, "this is not one expression"};
    recipes::value v = recipes::interpreter(text, recipes::root_names()).run({});
    if (!can_be_bound(v)) throw recipes::fault{0, described(v) + " cannot be bound"};
    recipes::fix(v);
    return binding(std::make_shared<const recipes::value>(std::move(v)));
  } catch (const recipes::fault& f) {
    throw recipes::complaint(expression, f);
  }
}

std::vector<std::string> unbound_names(std::string_view text) {
  const recipes::surroundings_of_text surroundings;
  try {
    const auto parsed = recipes::parse(text);
    std::vector<std::string> known;
    for (const auto& item : recipes::root_names()) known.push_back(item.first);
    const auto names = recipes::names_needed(*parsed, known, recipes::free_names::needed::perhaps);
    std::vector<std::string> result;
    for (const auto& found : names.found()) result.push_back(found.first);
    return result;
  } catch (const recipes::fault& f) {
    throw recipes::complaint(text, f);
  }
}

}  // namespace optaxx
