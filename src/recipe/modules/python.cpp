// What Python knows without an import, and functools.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "recipe/modules/table.hpp"
#include "recipe/run/arguments.hpp"
#include "recipe/run/interpreter.hpp"
#include "recipe/run/sorting.hpp"
#include "recipe/values/arithmetic.hpp"
#include "recipe/values/arrays.hpp"
#include "recipe/values/contents.hpp"
#include "recipe/values/operand.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/sets.hpp"
#include "recipe/values/tensors.hpp"
#include "recipe/values/tree_values.hpp"

namespace optaxx::recipes {
namespace {

const argument& only_argument(const char* name, const call_site& site) {
  return *match_arguments(name, site, {"x"}, 1)[0];
}

std::vector<value> items_of_first(const call_site& site, const argument* a) {
  return a == nullptr ? std::vector<value>{} : site.in.iterate(*a->given, a->at);
}

// ---- what holds other values

value dict_of(const call_site& site) {
  dictionary_builder items;
  const auto set = [&](const value& k, const value& v, std::uint32_t at) {
    site.in.spend(at);
    placed(at, [&] { items.set(k, v); });
  };
  for (const argument& a : site.arguments) {
    if (!a.keyword.empty()) {
      set(make_string(a.keyword), *a.given, a.at);
    } else if (&a != &site.arguments.front()) {
      throw fault{a.at, "dict takes names, got " + described(*a.given)};
    } else if (const auto entries = dict_entries(*a.given)) {
      for (const auto& [k, v] : *entries) set(k, v, a.at);
    } else {
      for (const value& pair : site.in.iterate(*a.given, a.at)) {
        const std::vector<value> both = site.in.iterate(pair, a.at);
        if (both.size() != 2) throw fault{a.at, "dict: expected pairs, got " + described(pair)};
        set(both[0], both[1], a.at);
      }
    }
  }
  return items.build();
}

template <bool Tuple>
value sequence_of(const call_site& site) {
  const auto chosen = match_arguments(Tuple ? "tuple" : "list", site, {"iterable"}, 0);
  return make_sequence(Tuple, items_of_first(site, chosen[0]));
}

value range_of(const call_site& site) {
  const auto chosen = match_arguments("range", site, {"start", "stop", "step"}, 1);
  const auto number = [&](std::size_t which) {
    const argument& a = *chosen[which];
    if (const auto* i = a.given->get<std::int64_t>()) return *i;
    const auto* s = a.given->get<jax_scalar>();
    if (s == nullptr || !is_int(s->type))
      throw fault{a.at, "range: expected an int, got " + described(*a.given)};
    return static_cast<std::int64_t>(s->value);
  };
  const bool only_stop = chosen[1] == nullptr;
  const std::int64_t start = only_stop ? 0 : number(0);
  const std::int64_t stop = number(only_stop ? 0 : 1);
  const std::int64_t step = chosen[2] == nullptr ? 1 : number(2);
  if (step == 0) throw fault{site.at, "range: step must not be 0"};
  const double count = std::ceil((static_cast<double>(stop) - static_cast<double>(start)) /
                                 static_cast<double>(step));
  if (count > static_cast<double>(largest.weight))
    throw fault{site.at, fmt::format("range: {:.0f} numbers are too many for a recipe", count)};
  std::vector<value> items;
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(std::max(count, 0.0)); ++i)
    items.emplace_back(start + i * step);
  site.in.spend(site.at, items.size());
  return make_sequence(false, std::move(items));
}

value zip_of(const call_site& site) {
  std::vector<std::vector<value>> columns;
  std::vector<value> lists;
  for (const argument& a : site.arguments) {
    if (a.keyword == "strict") continue;
    columns.push_back(site.in.iterate(*a.given, a.at));
    lists.push_back(a.given->get<sequence>() != nullptr ? *a.given : value(none));
  }
  std::vector<value> rows;
  std::size_t length = columns.empty() ? 0 : columns[0].size();
  for (const auto& column : columns) length = std::min(length, column.size());
  for (std::size_t i = 0; i < length; ++i) {
    std::vector<value> row;
    for (const auto& column : columns) row.push_back(column[i]);
    rows.push_back(make_sequence(true, std::move(row)));
  }
  site.in.spend(site.at, length * columns.size());
  return make_rows(std::move(rows), lists);
}

value enumerate_of(const call_site& site) {
  const auto chosen = match_arguments("enumerate", site, {"iterable", "start"}, 1);
  std::int64_t i = 0;
  if (chosen[1] != nullptr) {
    i = convert(*chosen[1]->given, {site.in, chosen[1]->at, "enumerate: start"},
                option_type<std::int64_t>{});
  }
  std::vector<value> rows;
  for (value& item : items_of_first(site, chosen[0]))
    rows.push_back(make_sequence(true, {i++, std::move(item)}));
  const value& list = *chosen[0]->given;
  return make_rows(std::move(rows), {none, list.get<sequence>() != nullptr ? list : value(none)});
}

value sorted_of(const call_site& site) {
  const auto chosen = match_arguments("sorted", site, {"iterable", "key", "reverse"}, 1);
  return make_sequence(false,
                       sorted_items(items_of_first(site, chosen[0]), chosen[1], chosen[2], site));
}

value set_of(const call_site& site) {
  const argument* const iterable = match_arguments("set", site, {"iterable"}, 0)[0];
  const std::vector<value> items = items_of_first(site, iterable);
  return placed(site.at, [&] { return make_set(items); });
}

value length_of(const call_site& site) {
  const argument& a = only_argument("len", site);
  return static_cast<std::int64_t>(site.in.iterate(*a.given, a.at).size());
}

// ---- what is said of all items

value any_of(const call_site& site) {
  const argument& a = only_argument("any", site);
  for (const value& item : site.in.iterate(*a.given, a.at)) {
    if (placed(a.at, [&] { return truth(item); })) return true;
  }
  return false;
}

value all_of(const call_site& site) {
  const argument& a = only_argument("all", site);
  for (const value& item : site.in.iterate(*a.given, a.at)) {
    if (!placed(a.at, [&] { return truth(item); })) return false;
  }
  return true;
}

value sum_of(const call_site& site) {
  const auto chosen = match_arguments("sum", site, {"iterable", "start"}, 1);
  value result = chosen[1] == nullptr ? value(std::int64_t{0}) : *chosen[1]->given;
  for (const value& item : items_of_first(site, chosen[0])) {
    result = placed(chosen[0]->at, [&] { return binary("+", result, item, site.in.x64()); });
    site.in.spend(site.at, result.size().weight);
    interpreter::check_size(result, site.at);
  }
  return result;
}

value min_or_max_of(const std::string& name, const call_site& site) {
  std::vector<value> items;
  for (const argument& a : site.arguments) {
    if (!a.keyword.empty()) throw fault{a.at, name + " has no argument '" + a.keyword + "' here"};
    items.push_back(*a.given);
  }
  if (items.size() == 1) items = site.in.iterate(items[0], site.at);
  if (items.empty()) throw fault{site.at, name + " of nothing"};
  value result = items[0];
  for (const value& item : items) {
    if (truth(binary(name == "min" ? "<" : ">", item, result, site.in.x64()))) result = item;
  }
  return result;
}

// ---- numbers and strings

value int_of(const call_site& site) {
  const value& x = *only_argument("int", site).given;
  if (const auto* b = x.get<bool>()) return std::int64_t{*b};
  if (const auto* s = x.get<std::string>()) {
    std::int64_t i = 0;
    const auto read = std::from_chars(s->data(), s->data() + s->size(), i);
    if (read.ec == std::errc() && read.ptr == s->data() + s->size()) return i;
    throw fault{site.at, "int of " + described(x)};
  }
  const auto* d = x.get<double>();
  const auto* a = x.get<jax_scalar>();
  if (d == nullptr && a == nullptr)
    return convert(x, {site.in, site.at, "int: the argument"}, option_type<std::int64_t>{});
  const double number = d != nullptr ? *d : a->value;
  if (std::abs(number) < 9e15) return static_cast<std::int64_t>(number);
  throw fault{site.at, "int of " + repr(x)};
}

value float_of(const call_site& site) {
  const value& x = *only_argument("float", site).given;
  if (const auto* b = x.get<bool>()) return *b ? 1.0 : 0.0;
  if (const auto* s = x.get<std::string>()) {
    double d = 0;
    const char* const begin = s->data() + (s->starts_with('+') ? 1 : 0);
    const auto read = std::from_chars(begin, s->data() + s->size(), d);
    if (read.ec == std::errc() && read.ptr == s->data() + s->size()) return d;
  }
  return convert(x, {site.in, site.at, "float: the argument"}, option_type<double>{});
}

value bool_of(const call_site& site) {
  const argument& a = only_argument("bool", site);
  return placed(a.at, [&] { return truth(*a.given); });
}

value str_of(const call_site& site) {
  const argument& a = only_argument("str", site);
  site.in.spend(a.at, a.given->size().weight);
  return make_string(str(*a.given));
}

value repr_of(const call_site& site) {
  const argument& a = only_argument("repr", site);
  site.in.spend(a.at, a.given->size().weight);
  return make_string(whole_repr(*a.given));
}

value absolute_of(const call_site& site) {
  const value& argument = *only_argument("abs", site).given;
  const bool x64 = site.in.x64();
  site.in.spend(site.at, argument.size().weight);
  return elementwise({argument}, x64, [&](const std::vector<value>& parts) -> value {
    const value& x = parts[0];
    if (x.get<jax_scalar>() != nullptr || is_tensor(x)) return (*find_unary("abs"))(x, x64);
    if (const auto* d = x.get<double>()) return std::abs(*d);
    return truth(binary("<", x, std::int64_t{0}, x64)) ? negative(x, x64) : x;
  });
}

// Half to even, as the decimal digits of the number are.
value round_of(const call_site& site) {
  const auto chosen = match_arguments("round", site, {"number", "ndigits"}, 1);
  const value& x = *chosen[0]->given;
  if (x.get<std::int64_t>() != nullptr) return x;
  if (x.get<jax_scalar>() != nullptr) return (*find_unary("round"))(x, site.in.x64());
  const double d = convert(x, {site.in, chosen[0]->at, "round: number"}, option_type<double>{});
  if (chosen[1] == nullptr || chosen[1]->given->get<none_t>() != nullptr) {
    if (std::abs(d) < 9e15) return static_cast<std::int64_t>(std::nearbyint(d));
    throw fault{site.at, "round of " + repr(x)};
  }
  const auto* digits = chosen[1]->given->get<std::int64_t>();
  if (digits == nullptr || *digits < 0 || *digits > 300)
    throw fault{chosen[1]->at, "round: ndigits must be from 0 to 300"};
  const std::string text = fmt::format("{:.{}f}", d, *digits);
  double rounded = d;  // what is not finite is no number to from_chars
  std::from_chars(text.data(), text.data() + text.size(), rounded);
  return rounded;
}

// ---- functions

value map_of(const call_site& site) {
  const auto chosen = match_arguments("map", site, {"f", "iterable"}, 2);
  std::vector<value> items;
  for (value& item : items_of_first(site, chosen[1]))
    items.push_back(site.in.call(*chosen[0]->given, {std::move(item)}, chosen[0]->at));
  return make_sequence(false, std::move(items));
}

value partial_of(const call_site& site) {
  if (site.arguments.empty() || !site.arguments[0].keyword.empty())
    throw fault{site.at, "functools.partial needs a function"};
  for (const argument& a : site.arguments) fix(*a.given);
  return partial{site.arguments[0].given, {site.arguments.begin() + 1, site.arguments.end()}};
}

}  // namespace

void add_exceptions(known_names& names) {
  for (const std::string name :
       {"AssertionError", "AttributeError", "Exception", "IndexError", "KeyError",
        "NotImplementedError", "RuntimeError", "TypeError", "ValueError"}) {
    add_function(names, name, [name](const call_site& site) -> value {
      std::string message;
      for (const argument& a : site.arguments)
        message += (message.empty() ? "" : ", ") + str(*a.given);
      return exception{name, std::move(message)};
    });
  }
}

void add_python(known_names& names) {
  add_exceptions(names);
  const auto add = [&](const char* name, value (*run)(const call_site&)) {
    add_function(names, name, run);
  };
  add("abs", absolute_of);
  add("all", all_of);
  add("any", any_of);
  add("bool", bool_of);
  add("dict", dict_of);
  add("enumerate", enumerate_of);
  add("float", float_of);
  add("int", int_of);
  add("len", length_of);
  add("list", sequence_of<false>);
  add("map", map_of);
  add("range", range_of);
  add("repr", repr_of);
  add("round", round_of);
  add("set", set_of);
  add("frozenset", set_of);
  add("sorted", sorted_of);
  add("str", str_of);
  add("sum", sum_of);
  add("tuple", sequence_of<true>);
  add("zip", zip_of);
  add("functools.partial", partial_of);
  for (const std::string name : {"min", "max"}) {
    add_function(names, name, [name](const call_site& site) { return min_or_max_of(name, site); });
  }
}

}  // namespace optaxx::recipes
