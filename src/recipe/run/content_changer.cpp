#include "recipe/run/content_changer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "recipe/run/positions.hpp"
#include "recipe/values/contents.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/tree_values.hpp"

namespace optaxx::recipes {

void content_changer::account(const std::shared_ptr<contents>& c, const value* out,
                              const value* in) const {
  const std::shared_ptr<contents> entering = in == nullptr ? nullptr : in->shared();
  const extent added = in == nullptr ? extent{0, 0} : in->size();
  const std::uint64_t removed = out == nullptr ? 0 : out->size().weight;
  struct step {
    std::shared_ptr<contents> at;
    std::uint32_t above;
  };
  // All that it is in, as often as it is in it: each grows by what it grows.
  std::vector<step> steps{{c, 1}};
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const step s = steps[i];
    in_.spend(at_);
    if (s.at->fixed)
      throw fault{at_, "what a function, default or binding holds cannot change; make a new one"};
    if (s.at == entering) throw fault{at_, "this would be in itself"};
    for (const auto& outer : s.at->around) {
      if (auto o = outer.lock()) steps.push_back({std::move(o), s.above + 1});
    }
  }
  for (const step& s : steps) {
    contents& outer = *s.at;
    outer.size.weight = outer.size.weight + added.weight - removed;
    outer.size.depth = std::max(outer.size.depth, s.above + added.depth);
    interpreter::check_size(outer.size, at_);
  }
  if (out != nullptr) {
    const auto inner = out->shared();
    in_.spend(at_, inner == nullptr ? 1 : inner->around.size() / 16 + 1);
    leave(*out, c);
  }
  if (in != nullptr) enter(*in, c);
}

void content_changer::insert(const sequence& list, std::size_t position, const value& v) const {
  std::vector<value>& items = list.shared->items;
  in_.spend(at_, (items.size() - position) / 16);
  account(list.shared, nullptr, &v);
  items.insert(items.begin() + static_cast<std::ptrdiff_t>(position), v);
}

void content_changer::erase(const sequence& list, std::size_t position) const {
  std::vector<value>& items = list.shared->items;
  in_.spend(at_, (items.size() - position) / 16);
  account(list.shared, &items[position], nullptr);
  items.erase(items.begin() + static_cast<std::ptrdiff_t>(position));
}

void content_changer::extend(const sequence& list, const std::vector<value>& items) const {
  for (const value& v : items) insert(list, list.items().size(), v);
}

void content_changer::replace(const sequence& list, const std::vector<value>& items) const {
  const std::vector<value> others = items;  // they may be its own
  while (!list.items().empty()) erase(list, list.items().size() - 1);
  extend(list, others);
}

void content_changer::update(const dictionary& dict, const value& other) const {
  in_.spend(at_, other.size().weight);
  if (const auto entries = dict_entries(other)) {
    for (const auto& [key, v] : *entries) set(dict, key, v);
    return;
  }
  for (const value& pair : in_.iterate(other, at_)) {
    const std::vector<value> both = in_.iterate(pair, at_);
    if (both.size() != 2) throw fault{at_, "expected pairs, got " + described(pair)};
    set(dict, both[0], both[1]);
  }
}

void content_changer::set(const dictionary& dict, const value& key, const value& v) const {
  in_.spend(at_, dict.shared->size.weight / 16 + 1);
  auto& items = dict.shared->items;
  const auto found = std::find_if(items.begin(), items.end(),
                                  [&](const auto& item) { return same_key(item.first, key); });
  if (found != items.end()) {
    account(dict.shared, &found->second, &v);
    found->second = v;
    return;
  }
  if (!is_key(key)) throw fault{at_, "a dict has no such key: " + described(key)};
  account(dict.shared, nullptr, &key);
  account(dict.shared, nullptr, &v);
  items.emplace_back(key, v);
}

void content_changer::erase(const dictionary& dict, std::size_t position) const {
  auto& items = dict.shared->items;
  in_.spend(at_, (items.size() - position) / 16);
  account(dict.shared, &items[position].second, nullptr);
  account(dict.shared, &items[position].first, nullptr);
  items.erase(items.begin() + static_cast<std::ptrdiff_t>(position));
}

void content_changer::set_item(const value& object, const value& index, const value& v) const {
  if (const auto* d = object.get<dictionary>()) return set(*d, index, v);
  const auto* s = object.get<sequence>();
  if (s == nullptr || s->tuple)
    throw fault{at_, fmt::format("an item of {} cannot be assigned", described(object))};
  value& item = s->shared->items[position_of(index, s->items().size(), at_)];
  account(s->shared, &item, &v);
  item = v;
}

}  // namespace optaxx::recipes
