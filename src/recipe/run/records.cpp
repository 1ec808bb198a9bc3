// NamedTuples: how they are made, and their methods.
#include "recipe/run/records.hpp"

#include <algorithm>

#include "core/forever.hpp"
#include "recipe/run/arguments.hpp"
#include "recipe/run/interpreter.hpp"
#include "recipe/values/repr.hpp"

namespace optaxx::recipes {
namespace {

value replaced(const value& self, const call_site& site) {
  const auto& s = *self.get<sequence>();
  site.in.spend(site.at, s.items().size());
  std::vector<value> items = s.items();
  for (const argument& a : site.arguments) {
    const auto& fields = s.type->fields;
    const auto found = std::find(fields.begin(), fields.end(), a.keyword);
    if (a.keyword.empty()) throw fault{a.at, "_replace takes fields by name"};
    if (found == fields.end()) {
      throw fault{
          a.at, s.type->name + " has no field '" + a.keyword + "'" + suggestion(a.keyword, fields)};
    }
    items[static_cast<std::size_t>(found - fields.begin())] = *a.given;
  }
  return with_items(s, std::move(items));
}

value as_dict(const value& self, const call_site& site) {
  match_arguments("_asdict", site, {}, 0);
  const auto& s = *self.get<sequence>();
  site.in.spend(site.at, self.size().weight);
  std::vector<std::pair<value, value>> items;
  for (std::size_t i = 0; i < s.items().size(); ++i)
    items.emplace_back(make_string(s.type->fields[i]), s.items()[i]);
  return make_dictionary(std::move(items));
}

}  // namespace

value make(const std::shared_ptr<const record_type>& type, const call_site& site) {
  const std::size_t required = type->fields.size() - type->defaults.size();
  const auto chosen = match_arguments(type->name, site, type->fields, required);
  std::vector<value> items;
  for (std::size_t i = 0; i < chosen.size(); ++i)
    items.push_back(chosen[i] != nullptr ? *chosen[i]->given : type->defaults[i - required]);
  return make_record(type, std::move(items));
}

const methods& record_methods() {
  static const methods& known = detail::forever([] {
    methods all = list_methods();
    all.insert({{"_replace", replaced}, {"_asdict", as_dict}});
    return all;
  }());
  return known;
}

}  // namespace optaxx::recipes
