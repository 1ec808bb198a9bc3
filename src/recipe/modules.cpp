#include "recipe/modules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <map>
#include <numbers>
#include <set>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/combinators/named_chain.hpp"
#include "optaxx/combinators/skip_update.hpp"
#include "optaxx/combinators/with_extra_args_support.hpp"
#include "optaxx/recipe/recipe.hpp"
#include "recipe/arithmetic.hpp"
#include "recipe/factory_function.hpp"
#include "recipe/inject_hyperparams.hpp"

namespace optaxx::recipes {
namespace {

using table = std::map<std::string, value, std::less<>>;

value function(std::string name, std::function<value(const call_site&)> run) {
  return std::make_shared<const builtin>(builtin{std::move(name), std::move(run)});
}

// ---- optax

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

void add(table& names, const functions& folder, const std::vector<std::string>& modules) {
  for (const auto& [name, f] : folder) {
    const value v = std::make_shared<const builtin>(f);
    names.emplace("optax." + name, v);
    if (name.find('.') != name.npos) continue;  // optax.contrib.muon
    for (const std::string& module : modules) names.emplace(module + "." + name, v);
  }
}

// ---- what describe() says of masks and labels that Optax does not have

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

// ---- jax

// The function on every leaf.
value tree_map_of(const call_site& site) {
  const auto chosen = match_arguments("jax.tree.map", site, {"f", "tree"}, 2);
  const value& f = *chosen[0]->given;
  const value& t = *chosen[1]->given;
  const std::uint32_t at = chosen[0]->at;
  const auto apply = [&](const value& leaf) {
    return site.in.call(f, {{{}, std::make_shared<const value>(leaf), at}}, at);
  };
  const auto visit = [&](const value& v, const auto& self) -> value {
    site.in.spend(at);
    if (v.get<none_t>() != nullptr) return v;
    if (const auto* d = v.get<dictionary>()) {
      std::vector<std::pair<value, value>> items;
      for (const auto& [k, item] : *d->items) items.emplace_back(k, self(item, self));
      return make_dictionary(std::move(items));
    }
    if (const auto* s = v.get<sequence>()) {
      std::vector<value> items;
      for (const value& item : *s->items) items.push_back(self(item, self));
      return make_sequence(s->tuple, std::move(items));
    }
    if (const auto* whole = v.get<value_tree>()) {
      std::vector<value> leaves;
      for (const value& leaf : *whole->leaves) leaves.push_back(self(leaf, self));
      return value_tree{whole->structure,
                        std::make_shared<const std::vector<value>>(std::move(leaves))};
    }
    return apply(v);
  };
  return visit(t, visit);
}

void add_jax(table& names) {
  for (const char* name : {"jax.tree.map", "jax.tree_map", "jax.tree_util.tree_map"})
    names.emplace(name, function(name, tree_map_of));
}

// ---- jnp

value number_function(const std::string& name, const call_site& site) {
  const bool x64 = site.in.x64();
  if (const auto f = find_unary(name)) {
    const auto chosen = match_arguments("jnp." + name, site, {"x"}, 1);
    return (*f)(*chosen[0]->given, x64);
  }
  const auto chosen = match_arguments("jnp." + name, site, {"x1", "x2"}, 2);
  return (*find_binary(name))(*chosen[0]->given, *chosen[1]->given, x64);
}

value where_of(const call_site& site) {
  const auto chosen = match_arguments("jnp.where", site, {"condition", "x", "y"}, 3);
  return where(*chosen[0]->given, *chosen[1]->given, *chosen[2]->given, site.in.x64());
}

value clip_of(const call_site& site) {
  const auto chosen = match_arguments("jnp.clip", site, {"x", "min", "max"}, 1);
  value result = *chosen[0]->given;
  const auto bound = [&](const argument* a, const char* name) {
    if (a != nullptr && a->given->get<none_t>() == nullptr)
      result = (*find_binary(name))(result, *a->given, site.in.x64());
  };
  bound(chosen[1], "maximum");
  bound(chosen[2], "minimum");
  return result;
}

value array_of(const call_site& site) {
  const auto chosen = match_arguments("jnp.asarray", site, {"x", "dtype"}, 1);
  const value& x = *chosen[0]->given;
  if (chosen[1] != nullptr)
    return cast(x, convert(*chosen[1]->given, {site.in, chosen[1]->at, "jnp.asarray: dtype"},
                           option_type<dtype>{}));
  if (x.get<jax_scalar>() != nullptr) return x;
  if (x.get<bool>() != nullptr) return cast(x, dtype::boolean);
  if (x.get<std::int64_t>() != nullptr) return cast(x, dtype::i32);
  return cast(x, site.in.x64() ? dtype::f64 : dtype::f32);
}

void add_jnp(table& names) {
  for (const char* name : {"sqrt", "cos", "sin", "tan", "cbrt", "exp", "log", "tanh", "floor",
                           "ceil", "round", "abs", "square", "minimum", "maximum", "power"}) {
    const std::string full = std::string("jnp.") + name;
    names.emplace(full, function(full, [name = std::string(name)](const call_site& site) {
                    return number_function(name, site);
                  }));
  }
  names.emplace("jnp.where", function("jnp.where", where_of));
  names.emplace("jnp.clip", function("jnp.clip", clip_of));
  names.emplace("jnp.asarray", function("jnp.asarray", array_of));
  names.emplace("jnp.array", function("jnp.array", array_of));
  names.emplace("jnp.pi", value(std::numbers::pi));
  names.emplace("jnp.e", value(std::numbers::e));
  names.emplace("jnp.inf", value(std::numeric_limits<double>::infinity()));
  names.emplace("jnp.nan", value(std::numeric_limits<double>::quiet_NaN()));
  for (const dtype t :
       {dtype::f32, dtype::f64, dtype::bf16, dtype::f16, dtype::i32, dtype::i64, dtype::u32}) {
    names.emplace("jnp." + std::string(name_of(t)), value(t));
  }
  names.emplace("jnp.bool_", value(dtype::boolean));
}

// ---- Python

value dict_of(const call_site& site) {
  std::vector<std::pair<value, value>> items;
  for (const argument& a : site.arguments) {
    if (a.keyword.empty()) {
      const auto* d = a.given->get<dictionary>();
      if (d == nullptr || &a != &site.arguments.front())
        throw fault{a.at, "dict takes names, got " + described(*a.given)};
      items = *d->items;
      continue;
    }
    const auto same = [&](const auto& item) {
      const auto* name = item.first.template get<std::string>();
      return name != nullptr && *name == a.keyword;
    };
    std::erase_if(items, same);
    items.emplace_back(a.keyword, *a.given);
  }
  return make_dictionary(std::move(items));
}

value min_or_max_of(const std::string& name, const call_site& site) {
  std::vector<value> items;
  for (const argument& a : site.arguments) {
    if (!a.keyword.empty()) throw fault{a.at, name + " has no argument '" + a.keyword + "' here"};
    items.push_back(*a.given);
  }
  if (items.size() == 1) items = items_of(items[0], {site.in, site.at, name + ": the argument"});
  if (items.empty()) throw fault{site.at, name + " of nothing"};
  value result = items[0];
  for (const value& item : items) {
    if (truth(binary(name == "min" ? "<" : ">", item, result, site.in.x64()))) result = item;
  }
  return result;
}

value int_of(const call_site& site) {
  const value x = *match_arguments("int", site, {"x"}, 1)[0]->given;
  if (const auto* b = x.get<bool>()) return std::int64_t{*b};
  const auto* d = x.get<double>();
  if (d == nullptr)
    return convert(x, {site.in, site.at, "int: the argument"}, option_type<std::int64_t>{});
  if (std::abs(*d) < 9e15) return static_cast<std::int64_t>(*d);
  throw fault{site.at, "int of " + repr(x)};
}

value float_of(const call_site& site) {
  const value x = *match_arguments("float", site, {"x"}, 1)[0]->given;
  if (const auto* b = x.get<bool>()) return *b ? 1.0 : 0.0;
  if (const auto* s = x.get<std::string>()) {
    const double infinity = std::numeric_limits<double>::infinity();
    if (*s == "inf" || *s == "-inf") return *s == "inf" ? infinity : -infinity;
    if (*s == "nan") return std::numeric_limits<double>::quiet_NaN();
  }
  return convert(x, {site.in, site.at, "float: the argument"}, option_type<double>{});
}

value length_of(const call_site& site) {
  const value x = *match_arguments("len", site, {"x"}, 1)[0]->given;
  if (const auto* d = x.get<dictionary>()) return static_cast<std::int64_t>(d->items->size());
  return static_cast<std::int64_t>(items_of(x, {site.in, site.at, "len: the argument"}).size());
}

value absolute_of(const call_site& site) {
  const value x = *match_arguments("abs", site, {"x"}, 1)[0]->given;
  return truth(binary("<", x, std::int64_t{0}, site.in.x64())) ? negative(x) : x;
}

value partial_of(const call_site& site) {
  if (site.arguments.empty() || !site.arguments[0].keyword.empty())
    throw fault{site.at, "functools.partial needs a function"};
  const value f = *site.arguments[0].given;
  const std::vector<argument> first(site.arguments.begin() + 1, site.arguments.end());
  return function("functools.partial(" + repr(f) + ")", [f, first](const call_site& inner) {
    const auto by_name = [](const argument& a) { return !a.keyword.empty(); };
    std::vector<argument> all = first;
    for (const argument& a : inner.arguments) {
      std::erase_if(all, [&](const argument& b) { return by_name(a) && a.keyword == b.keyword; });
    }
    const auto rest = std::find_if(inner.arguments.begin(), inner.arguments.end(), by_name);
    all.insert(std::find_if(all.begin(), all.end(), by_name), inner.arguments.begin(), rest);
    all.insert(all.end(), rest, inner.arguments.end());
    return inner.in.call(f, all, inner.at);
  });
}

void add_python(table& names) {
  const auto add = [&](const char* name, value (*run)(const call_site&)) {
    names.emplace(name, function(name, run));
  };
  add("abs", absolute_of);
  add("dict", dict_of);
  add("float", float_of);
  add("int", int_of);
  add("len", length_of);
  for (const std::string name : {"min", "max"}) {
    names.emplace(
        name, function(name, [name](const call_site& site) { return min_or_max_of(name, site); }));
  }
}

const table& all_names() {
  static const table names = [] {
    table t;
    t.emplace("optax.chain", function("optax.chain", chain_of));
    t.emplace("optax.named_chain", function("optax.named_chain", named_chain_of));
    t.emplace("optax.with_extra_args_support",
              function("optax.with_extra_args_support", with_extra_args_support_of));
    t.emplace("optax.inject_hyperparams", inject_hyperparams_function());
    t.emplace("optax.skip_not_finite", function("optax.skip_not_finite", skip_not_finite_of));
    t.emplace("optax.skip_large_updates",
              function("optax.skip_large_updates", skip_large_updates_of));
    add(t, schedules_functions(), {"optax.schedules"});
    add(t, transforms_functions(), {"optax.transforms"});
    add(t, combinators_functions(), {"optax.transforms"});
    add(t, optimizers_functions(), {});
    for (const std::string name : {"chain", "named_chain", "skip_not_finite", "skip_large_updates"})
      t.emplace("optax.transforms." + name, t.at("optax." + name));
    t.emplace("optax.schedules.inject_hyperparams", t.at("optax.inject_hyperparams"));
    t.emplace("functools.partial", function("functools.partial", partial_of));
    t.emplace("optaxx.paths", function("optaxx.paths", paths_of));
    t.emplace("optaxx.path_labels", function("optaxx.path_labels", path_labels_of));
    add_jax(t);
    add_jnp(t);
    add_python(t);
    return t;
  }();
  return names;
}

bool is_module(std::string_view name) {
  const auto next = all_names().lower_bound(std::string(name) + ".");
  return next != all_names().end() && next->first.starts_with(std::string(name) + ".");
}

// "jax.numpy.pi" as "jnp.pi".
std::string canonical(std::string_view name) {
  constexpr std::string_view numpy = "jax.numpy";
  if (name == numpy || name.starts_with("jax.numpy."))
    return "jnp" + std::string(name.substr(numpy.size()));
  return std::string(name);
}

}  // namespace

std::optional<value> find_known(std::string_view dotted_name) {
  const std::string name = canonical(dotted_name);
  const auto known = all_names().find(name);
  if (known != all_names().end()) return known->second;
  if (is_module(name) || name == "jax") return module_name{name};
  return std::nullopt;
}

std::vector<std::string> root_names() {
  std::set<std::string> names{"optaxx"};
  for (const auto& item : all_names()) names.insert(item.first.substr(0, item.first.find('.')));
  return {names.begin(), names.end()};
}

std::vector<std::string> names_in(std::string_view module) {
  const std::string prefix = canonical(module) + ".";
  std::set<std::string> names;
  for (auto i = all_names().lower_bound(prefix); i != all_names().end(); ++i) {
    if (!i->first.starts_with(prefix)) break;
    names.insert(i->first.substr(prefix.size(), i->first.find('.', prefix.size()) - prefix.size()));
  }
  return {names.begin(), names.end()};
}

}  // namespace optaxx::recipes

std::vector<std::string> optaxx::recipe_names() {
  std::vector<std::string> names;
  for (const auto& item : recipes::all_names()) {
    if (item.first.starts_with("optax.")) names.push_back(item.first);
  }
  return names;
}
