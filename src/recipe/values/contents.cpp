#include "recipe/values/contents.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "recipe/values/sets.hpp"

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
  if (const auto* s = get<value_set>()) return s->shared;
  if (const auto* d = get<dictionary>()) return d->shared;
  return nullptr;
}

extent value::size() const {
  if (const auto* s = get<sequence>()) return s->shared->size;
  if (const auto* s = get<value_set>()) return s->shared->size;
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

value with_items(const sequence& like, std::vector<value> items) {
  value made = make_sequence(like.tuple, std::move(items));
  std::get<sequence>(made.data).type = like.type;
  return made;
}

value make_record(std::shared_ptr<const record_type> type, std::vector<value> items) {
  return with_items({true, nullptr, std::move(type)}, std::move(items));
}

value make_dictionary(std::vector<std::pair<value, value>> items, bool record) {
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
  return dictionary{made, record};
}

void fix(const value& v) {
  const std::shared_ptr<contents> c = v.shared();
  if (c == nullptr || c->fixed) return;
  c->fixed = true;
  c->around.clear();
  if (const auto* s = v.get<sequence>()) {
    for (const value& item : s->items()) fix(item);
  } else if (const auto* d = v.get<dictionary>()) {
    for (const auto& item : d->items()) fix(item.second);
  }
}

value unshared(const value& v) {
  if (const auto* s = v.get<sequence>()) {
    std::vector<value> items;
    for (const value& item : s->items()) items.push_back(unshared(item));
    return with_items(*s, std::move(items));
  }
  if (const auto* s = v.get<value_set>()) return make_set(s->items());
  if (const auto* d = v.get<dictionary>()) {
    std::vector<std::pair<value, value>> items;
    for (const auto& [key, item] : d->items()) items.emplace_back(key, unshared(item));
    return make_dictionary(std::move(items), d->record);
  }
  return v;
}

value make_rows(std::vector<value> rows, const std::vector<value>& columns) {
  value result = make_sequence(false, std::move(rows));
  for (const value& column : columns) {
    live_column c;
    if (const auto* s = column.get<sequence>(); s != nullptr && !s->tuple)
      c = {s->shared, {}, s->items().size()};
    if (const auto* d = column.get<dictionary>()) c = {{}, d->shared, d->items().size()};
    result.get<sequence>()->shared->columns.push_back(std::move(c));
  }
  return result;
}

namespace {

// What stands in a column now; nothing if rows were added to it or taken away.
std::optional<value> item_now(const live_column& column, std::size_t row, const value& before) {
  if (const auto list = column.list.lock())
    return list->items.size() == column.size ? std::optional(list->items[row]) : std::nullopt;
  if (const auto dict = column.dict.lock()) {
    return dict->items.size() == column.size ? std::optional(dict->items[row].second)
                                             : std::nullopt;
  }
  return before;
}

}  // namespace

std::optional<value> row_now(const sequence& rows, std::size_t row) {
  if (row >= rows.items().size()) return std::nullopt;
  const value& before = rows.items()[row];
  const std::vector<live_column>& columns = rows.shared->columns;
  if (columns.empty()) return before;
  if (columns.size() == 1) return item_now(columns[0], row, before);
  std::vector<value> items;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    auto item = item_now(columns[i], row, before.get<sequence>()->items()[i]);
    if (!item) return std::nullopt;
    items.push_back(*std::move(item));
  }
  return make_sequence(true, std::move(items));
}

}  // namespace optaxx::recipes
