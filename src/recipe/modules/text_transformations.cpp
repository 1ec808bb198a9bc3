// optax: transformations and schedules from functions of the text.
#include "recipe/modules/table.hpp"
#include "recipe/options/convert.hpp"
#include "recipe/options/text_transformation.hpp"
#include "recipe/run/arguments.hpp"
#include "recipe/values/repr.hpp"

namespace optaxx::recipes {
namespace {

const value& function_argument(const argument& a, const char* what) {
  const value& f = *a.given;
  const bool called = is_text_function(f) || f.get<std::shared_ptr<const builtin>>() != nullptr ||
                      f.get<std::shared_ptr<const record_type>>() != nullptr;
  if (!called) throw fault{a.at, std::string(what) + " must be a function, got " + described(f)};
  return f;
}

template <bool Extra>
value transformation_of(const call_site& site) {
  const std::string name =
      Extra ? "optax.GradientTransformationExtraArgs" : "optax.GradientTransformation";
  const auto chosen = match_arguments(name, site, {"init", "update"}, 2);
  return text_transformation(function_argument(*chosen[0], "init"),
                             function_argument(*chosen[1], "update"), Extra, site);
}

value stateless_of(const call_site& site) {
  const auto chosen = match_arguments("optax.stateless", site, {"f"}, 1);
  return text_stateless(function_argument(*chosen[0], "optax.stateless: f"), site);
}

value stateless_with_tree_map_of(const call_site& site) {
  const std::string name = "optax.stateless_with_tree_map";
  const auto chosen = match_arguments(name, site, {"f"}, 1);
  return text_stateless_with_tree_map(
      function_argument(*chosen[0], "optax.stateless_with_tree_map: f"), site);
}

// A schedule with its count in the state, which is how inject_hyperparams keeps every schedule.
value wrapped_schedule_of(const call_site& site) {
  const std::string name = "optax.schedules.WrappedSchedule";
  const argument& f = *match_arguments(name, site, {"schedule_fn"}, 1)[0];
  return convert(*f.given, {site.in, f.at, name + ": schedule_fn"}, option_type<schedule>{});
}

}  // namespace

void add_text_transformations(known_names& names) {
  add_function(names, "optax.GradientTransformation", transformation_of<false>);
  add_function(names, "optax.GradientTransformationExtraArgs", transformation_of<true>);
  add_function(names, "optax.schedules.WrappedSchedule", wrapped_schedule_of);
  add_function(names, "optax.stateless", stateless_of);
  add_function(names, "optax.stateless_with_tree_map", stateless_with_tree_map_of);
}

}  // namespace optaxx::recipes
