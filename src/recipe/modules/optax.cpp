// optax: factories come from the headers, all else is here.
#include "optaxx/combinators/chain.hpp"
#include "optaxx/combinators/named_chain.hpp"
#include "optaxx/combinators/skip_update.hpp"
#include "optaxx/combinators/with_extra_args_support.hpp"
#include "recipe/modules/table.hpp"
#include "recipe/options/factory_function.hpp"
#include "recipe/options/inject_hyperparams.hpp"

namespace optaxx::recipes {
namespace {

value chain_of(const call_site& site) {
  std::vector<transformation> links;
  for (const argument& a : site.arguments) {
    if (!a.keyword.empty()) throw fault{a.at, "optax.chain has no argument '" + a.keyword + "'"};
    links.push_back(
        convert(*a.given, {site.in, a.at, "optax.chain: a link"}, option_type<transformation>{}));
  }
  return chain(std::move(links));
}

value named_chain_of(const call_site& site) {
  labelled_transformations links;
  using link = std::pair<std::string, transformation>;
  for (const argument& a : site.arguments) {
    if (!a.keyword.empty())
      throw fault{a.at, "optax.named_chain has no argument '" + a.keyword + "'"};
    links.push_back(
        convert(*a.given, {site.in, a.at, "optax.named_chain: a link"}, option_type<link>{}));
  }
  return named_chain(std::move(links));
}

value with_extra_args_support_of(const call_site& site) {
  const std::string name = "optax.with_extra_args_support";
  const argument& tx = *match_arguments(name, site, {"tx"}, 1)[0];
  return convert(*tx.given, {site.in, tx.at, name + ": tx"}, option_type<transformation>{});
}

value skip_not_finite_of(const call_site& site) {
  match_arguments("optax.skip_not_finite", site, {"updates", "gradient_step", "params"}, 3);
  return skip_not_finite();
}

value skip_large_updates_of(const call_site& site) {
  const std::string name = "optax.skip_large_updates";
  const argument& bound = *match_arguments(
      name, site, {"updates", "gradient_step", "params", "max_squared_norm"}, 4)[3];
  return skip_large_updates(convert(*bound.given, {site.in, bound.at, name + ": max_squared_norm"},
                                    option_type<number>{}));
}

using functions = std::vector<std::pair<std::string, builtin>>;

void add(known_names& names, const functions& folder, const std::vector<std::string>& modules) {
  for (const auto& [name, f] : folder) {
    const value v = std::make_shared<const builtin>(f);
    names.emplace("optax." + name, v);
    if (name.find('.') != name.npos) continue;  // optax.contrib.muon
    for (const std::string& module : modules) names.emplace(module + "." + name, v);
  }
}

}  // namespace

void add_optax(known_names& names) {
  add_function(names, "optax.chain", chain_of);
  add_function(names, "optax.named_chain", named_chain_of);
  add_function(names, "optax.with_extra_args_support", with_extra_args_support_of);
  for (const char* name : {"optax.inject_hyperparams", "optax.inject_stateful_hyperparams"})
    names.emplace(name, inject_hyperparams_function());
  add_function(names, "optax.skip_not_finite", skip_not_finite_of);
  add_function(names, "optax.skip_large_updates", skip_large_updates_of);
  add(names, schedules_functions(), {"optax.schedules"});
  add(names, transforms_functions(), {"optax.transforms"});
  add(names, combinators_functions(), {"optax.transforms"});
  add(names, optimizers_functions(), {});
  add(names, contrib_functions(), {});
  for (const std::string name : {"chain", "named_chain", "skip_not_finite", "skip_large_updates"})
    names.emplace("optax.transforms." + name, names.at("optax." + name));
  for (const std::string name : {"inject_hyperparams", "inject_stateful_hyperparams"})
    names.emplace("optax.schedules." + name, names.at("optax." + name));
}

}  // namespace optaxx::recipes
