#include "recipe/contents.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <utility>

#include "recipe/operand.hpp"

namespace optaxx::recipes {
namespace {

void forget_expired(contents& c) {
  std::erase_if(c.around, [](const std::weak_ptr<contents>& outer) { return outer.expired(); });
}

// That v is in c from now on.
void enter(const value& v, const std::shared_ptr<contents>& c) {
  const std::shared_ptr<contents> inner = v.shared();
  if (inner == nullptr || inner->fixed) return;
  if (std::has_single_bit(inner->around.size())) forget_expired(*inner);
  inner->around.push_back(c);
}

// That it is there once less.
void leave(const value& v, const std::shared_ptr<contents>& c) {
  const std::shared_ptr<contents> inner = v.shared();
  if (inner == nullptr || inner->fixed) return;
  const auto is_c = [&](const std::weak_ptr<contents>& outer) { return outer.lock() == c; };
  const auto found = std::find_if(inner->around.begin(), inner->around.end(), is_c);
  if (found != inner->around.end()) inner->around.erase(found);
}

}  // namespace

std::shared_ptr<contents> value::shared() const {
  if (const auto* s = get<sequence>()) return s->shared;
  if (const auto* d = get<dictionary>()) return d->shared;
  return nullptr;
}

extent value::size() const {
  if (const auto* s = get<sequence>()) return s->shared->size;
  if (const auto* d = get<dictionary>()) return d->shared->size;
  if (const auto* a = get<number_array>()) return {1 + a->items->size(), 2};
  return own_size;
}

value make_sequence(bool tuple, std::vector<value> items) {
  const auto made = std::make_shared<sequence_contents>();
  std::vector<extent> sizes;
  for (const value& item : items) {
    sizes.push_back(item.size());
    enter(item, made);
  }
  made->size = extent::around(sizes);
  made->items = std::move(items);
  return sequence{tuple, made};
}

value make_dictionary(std::vector<std::pair<value, value>> items) {
  const auto made = std::make_shared<dictionary_contents>();
  std::vector<extent> sizes;
  for (const auto& [key, item] : items) {
    sizes.push_back(key.size());
    sizes.push_back(item.size());
    enter(key, made);
    enter(item, made);
  }
  made->size = extent::around(sizes);
  made->items = std::move(items);
  return dictionary{made};
}

void fix(const value& v) {
  const std::shared_ptr<contents> c = v.shared();
  if (c == nullptr || c->fixed) return;
  c->fixed = true;
  c->around.clear();
  if (const auto* s = v.get<sequence>()) {
    for (const value& item : s->items()) fix(item);
  } else {
    for (const auto& item : v.get<dictionary>()->items()) fix(item.second);
  }
}

value unshared(const value& v) {
  if (const auto* s = v.get<sequence>()) {
    std::vector<value> items;
    for (const value& item : s->items()) items.push_back(unshared(item));
    return make_sequence(s->tuple, std::move(items));
  }
  if (const auto* d = v.get<dictionary>()) {
    std::vector<std::pair<value, value>> items;
    for (const auto& [key, item] : d->items()) items.emplace_back(key, unshared(item));
    return make_dictionary(std::move(items));
  }
  return v;
}

std::int64_t position_value(const value& v, std::uint32_t at) {
  if (const auto* i = v.get<std::int64_t>()) return *i;
  const auto* s = v.get<jax_scalar>();
  if (s == nullptr || !is_int(s->type)) throw fault{at, "expected a position, got " + described(v)};
  return static_cast<std::int64_t>(s->value);
}

std::size_t position_of(const value& index, std::size_t items, std::uint32_t at) {
  const std::int64_t i = position_value(index, at);
  const auto size = static_cast<std::int64_t>(items);
  const std::int64_t position = i < 0 ? i + size : i;
  if (position < 0 || position >= size)
    throw fault{at, fmt::format("there are {} items, and no number {}", size, i)};
  return static_cast<std::size_t>(position);
}

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
