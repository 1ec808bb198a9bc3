// Methods of lists, tuples and dicts.
#include <algorithm>
#include <string>
#include <utility>

#include "core/forever.hpp"
#include "recipe/run/arguments.hpp"
#include "recipe/run/content_changer.hpp"
#include "recipe/run/interpreter.hpp"
#include "recipe/run/methods.hpp"
#include "recipe/run/positions.hpp"
#include "recipe/run/sorting.hpp"
#include "recipe/values/arithmetic.hpp"
#include "recipe/values/contents.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/sets.hpp"
#include "recipe/values/tree_values.hpp"

namespace optaxx::recipes {
namespace {

value dict_items(const value& self, const call_site& site) {
  match_arguments("items", site, {}, 0);
  site.in.spend(site.at, self.size().weight);
  std::vector<value> items;
  const auto entries = dict_entries(self);
  for (const auto& [k, v] : *entries) items.push_back(make_sequence(true, {k, v}));
  return make_rows(std::move(items), {none, self});
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
  return make_rows(std::move(items), {self});
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
value sort(const value& self, const call_site& site) {
  const auto chosen = match_arguments("sort", site, {"key", "reverse"}, 0);
  const sequence& list = list_of(self, site);
  content_changer(site.in, site.at)
      .replace(list, sorted_items(list.items(), chosen[0], chosen[1], site));
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

// ---- sets

template <bool Add>
value add_or_discard(const value& self, const call_site& site) {
  const argument& a = *match_arguments(Add ? "add" : "discard", site, {"elem"}, 1)[0];
  const value_set& set = *self.get<value_set>();
  const content_changer changer(site.in, a.at);
  site.in.spend(a.at, self.size().weight + a.given->size().weight);
  const value one = placed(a.at, [&] { return make_set({*a.given}); });
  const value result = *set_operation(Add ? "|" : "-", set, *one.get<value_set>());
  changer.replace({false, set.shared}, result.get<value_set>()->items());
  return none;
}

// The same as the operator, with what a set can be made of.
value combined(const char* op, const value& self, const call_site& site) {
  value result = self;
  for (const argument& a : site.arguments) {
    const std::vector<value> items = site.in.iterate(*a.given, a.at);
    site.in.spend(a.at, result.size().weight);
    result = placed(a.at, [&] {
      const value other = make_set(items);
      return *set_operation(op, *result.get<value_set>(), *other.get<value_set>());
    });
  }
  return result;
}

value is_subset(const value& self, const call_site& site) {
  match_arguments("issubset", site, {"other"}, 1);
  return combined("<=", self, site);
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
    changer.update(dict, *a.given);
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
  if (Dict) {
    const auto* d = self.get<dictionary>();
    return make_dictionary(*dict_entries(self), d != nullptr && d->record);
  }
  return make_sequence(false, list_of(self, site).items());
}

}  // namespace

const methods& dict_methods() {
  static const methods& all = detail::forever(methods{{"items", dict_items},
                                                      {"keys", dict_keys},
                                                      {"values", dict_values},
                                                      {"get", dict_get},
                                                      {"update", update},
                                                      {"setdefault", set_default},
                                                      {"pop", pop_key},
                                                      {"copy", copied<true>}});
  return all;
}

const methods& set_methods() {
  static const methods& all = detail::forever(methods{
      {"add", add_or_discard<true>},
      {"discard", add_or_discard<false>},
      {"union", [](const value& self, const call_site& site) { return combined("|", self, site); }},
      {"intersection",
       [](const value& self, const call_site& site) { return combined("&", self, site); }},
      {"difference",
       [](const value& self, const call_site& site) { return combined("-", self, site); }},
      {"issubset", is_subset}});
  return all;
}

const methods& list_methods() {
  static const methods& all = detail::forever(methods{{"count", count_items},
                                                      {"index", index_of},
                                                      {"append", append},
                                                      {"extend", extend},
                                                      {"insert", insert},
                                                      {"pop", pop_item},
                                                      {"copy", copied<false>},
                                                      {"sort", sort}});
  return all;
}

}  // namespace optaxx::recipes
