#include "optaxx/recipe/recipe.hpp"

#include "optaxx/schedules/constant_schedule.hpp"
#include "recipe/options/convert.hpp"
#include "recipe/run/interpreter.hpp"
#include "recipe/run/modules.hpp"
#include "recipe/run/nested_run.hpp"
#include "recipe/run/surroundings.hpp"
#include "recipe/values/arithmetic.hpp"
#include "recipe/values/contents.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/value.hpp"

namespace optaxx {
namespace {

// What the text makes, as `Result`.
template <class Result>
Result made(std::string_view text, const bindings& given, const recipes::wanted_result& wanted,
            const char* sentence) {
  const recipes::surroundings_of_text surroundings;
  try {
    recipes::global_names names = recipes::root_names();
    for (const auto& [name, b] : given) names.insert_or_assign(name, recipes::unshared(*b.value()));
    recipes::interpreter in(recipes::parse(text), std::move(names));
    const recipes::nested_run nested(in);
    const recipes::value result = in.run(wanted);
    if (wanted.fits(result))
      return convert(result, {in, 0, "the recipe"}, recipes::option_type<Result>{});
    throw recipes::fault{0, sentence + described(result)};
  } catch (const recipes::fault& f) {
    throw recipes::complaint(text, f);
  }
}

}  // namespace

transformation recipe(std::string_view text, const bindings& given) {
  const recipes::wanted_result wanted{{"tx", "optimizer"}, [](const recipes::value& v) {
                                        return v.get<transformation>() != nullptr;
                                      }};
  return made<transformation>(text, given, wanted, "a recipe makes a transformation, this one ");
}

schedule schedule_recipe(std::string_view text, const bindings& given) {
  const recipes::wanted_result wanted{{"schedule"}, [](const recipes::value& v) {
                                        return v.get<schedule>() != nullptr ||
                                               is_text_function(v) ||
                                               (recipes::is_number(v) && v.get<bool>() == nullptr);
                                      }};
  const scalar_or_schedule result = made<scalar_or_schedule>(
      text, given, wanted, "a recipe of a schedule makes a schedule, this one ");
  return result.is_schedule() ? result.as_schedule() : constant_schedule(result.as_number());
}

std::vector<std::string> factory_names() { return recipes::factories(); }

std::vector<std::string> recipe_names() {
  std::vector<std::string> names;
  for (const auto& item : recipes::all_names()) {
    if (item.first.starts_with("optax.")) names.push_back(item.first);
  }
  return names;
}

}  // namespace optaxx
