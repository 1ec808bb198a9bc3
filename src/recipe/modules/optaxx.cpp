// optaxx: what Optax does not have, transformations, options of its transformations, and what
// describe() says of masks and labels.
#include "optaxx/core/mask.hpp"
#include "recipe/modules/table.hpp"
#include "recipe/options/factory_function.hpp"

namespace optaxx::recipes {
namespace {

value paths_of(const call_site& site) {
  path_set patterns;
  for (const argument& a : site.arguments) {
    const place p{site.in, a.at, "optaxx.paths: a pattern"};
    if (!a.keyword.empty()) throw fault{a.at, "optaxx.paths has no argument '" + a.keyword + "'"};
    patterns.globs.emplace_back(convert(*a.given, p, option_type<std::string>{}));
  }
  return leaf_mask(std::move(patterns));
}

value path_labels_of(const call_site& site) {
  const auto chosen = match_arguments("optaxx.path_labels", site, {"rules"}, 1);
  using rules = std::vector<std::pair<std::string, std::string>>;
  return path_labels(convert(*chosen[0]->given,
                             {site.in, chosen[0]->at, "optaxx.path_labels: rules"},
                             option_type<rules>{}));
}

}  // namespace

void add_optaxx(known_names& names) {
  add_function(names, "optaxx.paths", paths_of);
  add_function(names, "optaxx.path_labels", path_labels_of);
  for (const auto& functions : {extra_functions(), own_functions()}) {
    for (const auto& [name, f] : functions)
      names.emplace("optaxx." + name, std::make_shared<const builtin>(f));
  }
}

}  // namespace optaxx::recipes
