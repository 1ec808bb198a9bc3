// Comprehensions, and what `for` and `in` go through.
#include <utility>

#include "recipe/run/interpreter.hpp"
#include "recipe/text/letters.hpp"
#include "recipe/values/arithmetic.hpp"
#include "recipe/values/arrays.hpp"
#include "recipe/values/contents.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/sets.hpp"
#include "recipe/values/tensors.hpp"
#include "recipe/values/tree_values.hpp"

namespace optaxx::recipes {
namespace {

std::vector<value> letters_of(const std::string& text) {
  std::vector<value> letters;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    while (end < text.size() && continues_letter(text[end])) ++end;
    letters.push_back(make_string(text.substr(i, end - i)));
    i = end;
  }
  return letters;
}

}  // namespace

std::vector<value> interpreter::iterate(const value& v, std::uint32_t at) {
  spend(at, v.size().weight);
  if (const auto* s = v.get<sequence>()) return s->items();
  if (const auto* s = v.get<value_set>()) return s->items();
  if (const auto* s = v.get<std::string>()) {
    spend(at, s->size());
    return letters_of(*s);
  }
  std::vector<value> items;
  if (const auto* t = v.get<tensor>()) {
    placed(at, [&] {
      const array_part whole(t->numbers->shape());
      whole.check_axis();
      const std::size_t rows = whole.extent();
      spend(at, rows);
      for (std::size_t i = 0; i < rows; ++i) {
        array_part row(t->numbers->shape());
        row.take_item(static_cast<std::int64_t>(i));
        items.push_back(strided(*t, row));
      }
    });
    return items;
  }
  if (const auto* a = v.get<number_array>()) {
    placed(at, [&] {
      for (std::size_t i = 0; i < a->items->size(); ++i) items.push_back(number_at(*a, i, x64_));
    });
    return items;
  }
  if (const auto entries = dict_entries(v)) {
    for (const auto& item : *entries) items.push_back(item.first);
    return items;
  }
  if (const auto children = children_of(v)) {
    for (const tree_child& c : *children) items.push_back(c.child);
    return items;
  }
  throw fault{at, "expected a list, got " + described(v)};
}

// Calls `visit` for one item after the other, until it says no. Whether it never did.
bool interpreter::go_through(std::uint32_t node, std::uint32_t where,
                             const std::function<bool(const value&)>& visit) {
  const value iterable = evaluate(node);
  const std::vector<value> items = iterate(iterable, at(node).begin);
  const auto* rows = iterable.get<sequence>();
  const auto* set = iterable.get<value_set>();
  const auto* dict = iterable.get<dictionary>();
  const auto has_changed = [&](std::size_t i) {
    if (rows != nullptr) return rows->items().size() != items.size();
    if (set != nullptr) return set->items().size() != items.size();
    return dict != nullptr &&
           (dict->items().size() != items.size() || !same_key(dict->items()[i].first, items[i]));
  };
  const auto refuse = [&] { throw fault{where, "what is gone through changes meanwhile"}; };
  for (std::size_t i = 0; i < items.size(); ++i) {
    spend(where);
    const auto item = rows == nullptr ? std::optional(items[i]) : row_now(*rows, i);
    if (!item) refuse();
    if (!visit(*item)) return false;
    if (has_changed(i)) refuse();
  }
  return true;
}

void interpreter::run_clauses(const std::vector<std::uint32_t>& clauses, std::size_t next,
                              const std::function<void()>& body) {
  if (next == clauses.size()) return body();
  const auto& clause = at(clauses[next]);
  if (clause.type == node_type::if_clause) {
    if (holds(clause.children[0])) run_clauses(clauses, next + 1, body);
    return;
  }
  go_through(clause.children[1], clause.begin, [&](const value& item) {
    assign(clause.children[0], item);
    run_clauses(clauses, next + 1, body);
    return true;
  });
}

value interpreter::evaluate_comprehension(std::uint32_t node) {
  const auto& n = at(node);
  const bool dict = n.type == node_type::dict_comprehension;
  const bool set = n.type == node_type::set_comprehension;
  const std::size_t elements = dict ? 2 : 1;
  const std::vector<std::uint32_t> clauses(n.children.begin() + static_cast<long>(elements),
                                           n.children.end());
  if (clauses.size() > 8) throw fault{n.begin, "more than 8 clauses in a comprehension"};

  const std::shared_ptr<scope> names = scopes_.make();
  names->outer = locals_;
  names->comprehension = true;
  const auto before = std::exchange(locals_, names);
  const auto leave = [&] {
    locals_ = before;
    scopes_.release(names);
  };
  extent made;
  const auto add_weight = [&](const value& v) {
    made.weight += v.size().weight;
    check_size(made, n.begin);
  };
  std::vector<value> items;
  dictionary_builder entries;
  try {
    run_clauses(clauses, 0, [&] {
      if (!dict) {
        items.push_back(evaluate(n.children[0]));
        return add_weight(items.back());
      }
      const value key = evaluate(n.children[0]);
      const value item = evaluate(n.children[1]);
      placed(at(n.children[0]).begin, [&] { entries.set(key, item); });
      add_weight(key);
      add_weight(item);
    });
  } catch (...) {
    leave();
    throw;
  }
  leave();
  if (set) return placed(at(n.children[0]).begin, [&] { return make_set(items); });
  return dict ? entries.build() : make_sequence(false, std::move(items));
}

bool interpreter::contains(const value& container, const value& item, std::uint32_t at) {
  const std::string* text = container.get<std::string>();
  const auto* leaf = container.get<array_info>();
  if (leaf != nullptr) text = &leaf->path;
  if (text != nullptr) {
    const auto* part = item.get<std::string>();
    if (part == nullptr)
      throw fault{at, "expected a string in front of 'in', got " + described(item)};
    spend(at, text->size() / 16 + 1);
    return text->find(*part) != text->npos;
  }
  for (const value& candidate : iterate(container, at)) {
    if (placed(at, [&] { return truth(binary("==", item, candidate, x64_)); })) return true;
  }
  return false;
}

}  // namespace optaxx::recipes
