// What is asked of a value: its type, its attributes, whether it can be called; and objects that
// have nothing but attributes.
#include <algorithm>

#include "recipe/modules/table.hpp"
#include "recipe/run/arguments.hpp"
#include "recipe/run/interpreter.hpp"
#include "recipe/values/contents.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/tensors.hpp"
#include "recipe/values/tree_values.hpp"

namespace optaxx::recipes {
namespace {

// Of a NamedTuple.
std::optional<std::string> record_name(const value& v) {
  if (const auto* s = v.get<sequence>(); s != nullptr && s->type != nullptr) return s->type->name;
  const auto* t = v.get<value_tree>();
  if (t == nullptr || (*t->structure)[0].kind != node_kind::named_struct) return std::nullopt;
  return (*t->structure)[0].type;
}

value isinstance_of(const call_site& site) {
  const auto chosen = match_arguments("isinstance", site, {"x", "type"}, 2);
  const value& x = *chosen[0]->given;
  const auto is = [&](const value& type) {
    const auto* f = type.get<std::shared_ptr<const builtin>>();
    const std::string name = f == nullptr ? "" : (*f)->name;
    const auto* s = x.get<sequence>();
    if (const auto* record = type.get<std::shared_ptr<const record_type>>())
      return record_name(x) == (*record)->name;
    if (name == "jnp.ndarray" || name == "jax.Array") return is_array_like(x);
    if (name == "dict") return dict_entries(x).has_value();
    if (name == "tuple") return s != nullptr && s->tuple;
    if (name == "list") return s != nullptr && !s->tuple;
    if (name == "set") return x.get<value_set>() != nullptr;
    if (name == "str") return x.get<std::string>() != nullptr;
    if (name == "bool") return x.get<bool>() != nullptr;
    if (name == "int") return x.get<std::int64_t>() != nullptr || x.get<bool>() != nullptr;
    if (name == "float") return x.get<double>() != nullptr;
    const auto* k = x.get<path_key>();
    if (name == "jax.tree_util.DictKey") return k != nullptr && k->what == path_key::part::key;
    if (name == "jax.tree_util.SequenceKey")
      return k != nullptr && k->what == path_key::part::position;
    if (name == "jax.tree_util.GetAttrKey") return k != nullptr && k->what == path_key::part::field;
    throw fault{chosen[1]->at, "isinstance: this type is not known here"};
  };
  const auto* types = chosen[1]->given->get<sequence>();
  if (types == nullptr) return is(*chosen[1]->given);
  return std::any_of(types->items().begin(), types->items().end(), is);
}

value callable_of(const call_site& site) {
  const value& x = *match_arguments("callable", site, {"object"}, 1)[0]->given;
  return is_text_function(x) || x.get<std::shared_ptr<const record_type>>() != nullptr ||
         x.get<std::shared_ptr<const builtin>>() != nullptr || x.get<schedule>() != nullptr ||
         x.get<dtype>() != nullptr || x.get<skip_update>() != nullptr ||
         x.get<decay_rate_function>() != nullptr || x.get<condition>() != nullptr;
}

std::string name_argument(const call_site& site, const argument& a, const char* function) {
  return convert(*a.given, {site.in, a.at, std::string(function) + ": name"},
                 option_type<std::string>{});
}

value hasattr_of(const call_site& site) {
  const auto chosen = match_arguments("hasattr", site, {"object", "name"}, 2);
  const std::string name = name_argument(site, *chosen[1], "hasattr");
  return site.in.find_attribute(*chosen[0]->given, name, site.at).has_value();
}

value getattr_of(const call_site& site) {
  const auto chosen = match_arguments("getattr", site, {"object", "name", "default"}, 2);
  const value& object = *chosen[0]->given;
  const std::string name = name_argument(site, *chosen[1], "getattr");
  if (chosen[2] == nullptr) return site.in.attribute(object, name, chosen[1]->at);
  auto found = site.in.find_attribute(object, name, site.at);
  return found ? *std::move(found) : *chosen[2]->given;
}

// ---- configurations

// A dict whose items are attributes too, and those of the dicts in it.
value record_of(const value& v, const call_site& site) {
  site.in.spend(site.at);
  const auto* d = v.get<dictionary>();
  if (d == nullptr) return v;
  std::vector<std::pair<value, value>> items;
  for (const auto& [key, item] : d->items()) items.emplace_back(key, record_of(item, site));
  return make_dictionary(std::move(items), true);
}

value config_dict_of(const call_site& site) {
  const argument* const initial = match_arguments("ConfigDict", site, {"initial_dictionary"}, 0)[0];
  if (initial == nullptr || initial->given->get<none_t>() != nullptr)
    return make_dictionary({}, true);
  if (initial->given->get<dictionary>() == nullptr)
    throw fault{initial->at, "ConfigDict: expected a dict, got " + described(*initial->given)};
  return record_of(*initial->given, site);
}

value namespace_of(const call_site& site) {
  std::vector<std::pair<value, value>> items;
  for (const argument& a : site.arguments) {
    if (a.keyword.empty()) throw fault{a.at, "a namespace takes names and their values"};
    items.emplace_back(make_string(a.keyword), *a.given);
  }
  return make_dictionary(std::move(items), true);
}

}  // namespace

void add_objects(known_names& names) {
  add_function(names, "isinstance", isinstance_of);
  add_function(names, "callable", callable_of);
  add_function(names, "hasattr", hasattr_of);
  add_function(names, "getattr", getattr_of);
  add_function(names, "types.SimpleNamespace", namespace_of);
  add_function(names, "argparse.Namespace", namespace_of);
  for (const char* name : {"ConfigDict", "FrozenConfigDict"}) {
    add_function(names, std::string("ml_collections.") + name, config_dict_of);
    add_function(names, std::string("ml_collections.config_dict.") + name, config_dict_of);
  }
}

}  // namespace optaxx::recipes
