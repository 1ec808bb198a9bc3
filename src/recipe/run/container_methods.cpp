// Methods of lists, tuples and dicts.
#include <algorithm>
#include <string>
#include <utility>

#include "recipe/run/arguments.hpp"
#include "recipe/run/content_changer.hpp"
#include "recipe/run/interpreter.hpp"
#include "recipe/run/methods.hpp"
#include "recipe/run/positions.hpp"
#include "recipe/values/arithmetic.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/tree_values.hpp"

namespace optaxx::recipes {
namespace {

value dict_items(const value& self, const call_site& site) {
  match_arguments("items", site, {}, 0);
  site.in.spend(site.at, self.size().weight);
  std::vector<value> items;
  const auto entries = dict_entries(self);
  for (const auto& [k, v] : *entries) items.push_back(make_sequence(true, {k, v}));
  return make_sequence(false, std::move(items));
}
value dict_keys(const value& self, const call_site& site) {
  match_arguments("keys", site, {}, 0);
  return make_sequence(false, site.in.iterate(self, site.at));
}
value dict_values(const value& self, const call_site& site) {
  match_arguments("values", site, {}, 0);
  site.in.spend(site.at, self.size().weight);
  std::vector<value> items;
  const auto entries = dict_entries(self);
  for (const auto& item : *entries) items.push_back(item.second);
  return make_sequence(false, std::move(items));
}
value dict_get(const value& self, const call_site& site) {
  const auto chosen = match_arguments("get", site, {"key", "default"}, 1);
  site.in.spend(site.at, self.size().weight / 16 + 1);
  const auto entries = dict_entries(self);
  for (const auto& [k, v] : *entries) {
    if (same_key(k, *chosen[0]->given)) return v;
  }
  return chosen[1] == nullptr ? value(none) : *chosen[1]->given;
}

value count_items(const value& self, const call_site& site) {
  const argument& a = *match_arguments("count", site, {"value"}, 1)[0];
  std::int64_t count = 0;
  for (const value& item : site.in.iterate(self, site.at)) count += same(item, *a.given) ? 1 : 0;
  return count;
}
value index_of(const value& self, const call_site& site) {
  const argument& a = *match_arguments("index", site, {"value"}, 1)[0];
  std::int64_t index = 0;
  for (const value& item : site.in.iterate(self, site.at)) {
    if (same(item, *a.given)) return index;
    ++index;
  }
  throw fault{a.at, described(*a.given) + " is not in the list"};
}

// ---- changes of lists and dicts

const sequence& list_of(const value& self, const call_site& site) {
  const sequence& s = *self.get<sequence>();
  if (s.tuple) throw fault{site.at, "a tuple cannot be changed"};
  return s;
}
value append(const value& self, const call_site& site) {
  const argument& a = *match_arguments("append", site, {"object"}, 1)[0];
  const sequence& list = list_of(self, site);
  content_changer(site.in, a.at).insert(list, list.items().size(), *a.given);
  return none;
}
value extend(const value& self, const call_site& site) {
  const argument& a = *match_arguments("extend", site, {"iterable"}, 1)[0];
  content_changer(site.in, a.at).extend(list_of(self, site), site.in.iterate(*a.given, a.at));
  return none;
}
value insert(const value& self, const call_site& site) {
  const auto chosen = match_arguments("insert", site, {"index", "object"}, 2);
  const sequence& list = list_of(self, site);
  const auto size = static_cast<std::int64_t>(list.items().size());
  const std::int64_t i = std::clamp(position_value(*chosen[0]->given, chosen[0]->at), -size, size);
  content_changer(site.in, chosen[1]->at)
      .insert(list, static_cast<std::size_t>(i < 0 ? i + size : i), *chosen[1]->given);
  return none;
}
value pop_item(const value& self, const call_site& site) {
  const argument* const a = match_arguments("pop", site, {"index"}, 0)[0];
  const sequence& list = list_of(self, site);
  const auto size = static_cast<std::int64_t>(list.items().size());
  const std::int64_t i = a == nullptr ? -1 : position_value(*a->given, a->at);
  const std::int64_t position = i < 0 ? i + size : i;
  if (position < 0 || position >= size)
    throw fault{site.at, "pop: there are " + std::to_string(size) + " items"};
  value item = list.items()[static_cast<std::size_t>(position)];
  content_changer(site.in, site.at).erase(list, static_cast<std::size_t>(position));
  return item;
}

const dictionary& dict_of(const value& self, const call_site& site) {
  const auto* d = self.get<dictionary>();
  if (d == nullptr) throw fault{site.at, "the parameters cannot be changed"};
  return *d;
}
value update(const value& self, const call_site& site) {
  const dictionary& dict = dict_of(self, site);
  for (const argument& a : site.arguments) {
    const content_changer changer(site.in, a.at);
    if (!a.keyword.empty()) {
      changer.set(dict, make_string(a.keyword), *a.given);
      continue;
    }
    if (&a != &site.arguments.front()) throw fault{a.at, "update takes a dict and names"};
    site.in.spend(a.at, a.given->size().weight);
    if (const auto entries = dict_entries(*a.given)) {
      for (const auto& [k, v] : *entries) changer.set(dict, k, v);
      continue;
    }
    for (const value& pair : site.in.iterate(*a.given, a.at)) {
      const std::vector<value> both = site.in.iterate(pair, a.at);
      if (both.size() != 2) throw fault{a.at, "update: expected pairs, got " + described(pair)};
      changer.set(dict, both[0], both[1]);
    }
  }
  return none;
}
value set_default(const value& self, const call_site& site) {
  const auto chosen = match_arguments("setdefault", site, {"key", "default"}, 1);
  const dictionary& dict = dict_of(self, site);
  site.in.spend(site.at, self.size().weight / 16 + 1);
  if (const value* const found = find_key(dict, *chosen[0]->given)) return *found;
  value v = chosen[1] == nullptr ? value(none) : *chosen[1]->given;
  content_changer(site.in, site.at).set(dict, *chosen[0]->given, v);
  return v;
}
value pop_key(const value& self, const call_site& site) {
  const auto chosen = match_arguments("pop", site, {"key", "default"}, 1);
  const dictionary& dict = dict_of(self, site);
  site.in.spend(site.at, self.size().weight / 16 + 1);
  const auto& items = dict.items();
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!same_key(items[i].first, *chosen[0]->given)) continue;
    value v = items[i].second;
    content_changer(site.in, site.at).erase(dict, i);
    return v;
  }
  if (chosen[1] != nullptr) return *chosen[1]->given;
  throw fault{chosen[0]->at, "the dict has no key " + repr(*chosen[0]->given)};
}

template <bool Dict>
value copied(const value& self, const call_site& site) {
  match_arguments("copy", site, {}, 0);
  site.in.spend(site.at, self.size().weight);
  if (Dict) return make_dictionary(*dict_entries(self));
  return make_sequence(false, list_of(self, site).items());
}

}  // namespace

const methods& dict_methods() {
  static const methods all = {{"items", dict_items},   {"keys", dict_keys},
                              {"values", dict_values}, {"get", dict_get},
                              {"update", update},      {"setdefault", set_default},
                              {"pop", pop_key},        {"copy", copied<true>}};
  return all;
}

const methods& list_methods() {
  static const methods all = {{"count", count_items}, {"index", index_of}, {"append", append},
                              {"extend", extend},     {"insert", insert},  {"pop", pop_item},
                              {"copy", copied<false>}};
  return all;
}

}  // namespace optaxx::recipes
