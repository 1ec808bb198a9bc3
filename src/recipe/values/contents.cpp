#include "recipe/values/contents.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace optaxx::recipes {
namespace {

void forget_expired(contents& c) {
  std::erase_if(c.around, [](const std::weak_ptr<contents>& outer) { return outer.expired(); });
}

}  // namespace

void enter(const value& v, const std::shared_ptr<contents>& c) {
  const std::shared_ptr<contents> inner = v.shared();
  if (inner == nullptr || inner->fixed) return;
  if (std::has_single_bit(inner->around.size())) forget_expired(*inner);
  inner->around.push_back(c);
}

void leave(const value& v, const std::shared_ptr<contents>& c) {
  const std::shared_ptr<contents> inner = v.shared();
  if (inner == nullptr || inner->fixed) return;
  const auto is_c = [&](const std::weak_ptr<contents>& outer) { return outer.lock() == c; };
  const auto found = std::find_if(inner->around.begin(), inner->around.end(), is_c);
  if (found != inner->around.end()) inner->around.erase(found);
}

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

}  // namespace optaxx::recipes
