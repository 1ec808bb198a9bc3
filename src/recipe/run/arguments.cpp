#include "recipe/run/arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "recipe/values/operand.hpp"
#include "recipe/values/repr.hpp"

namespace optaxx::recipes {

std::vector<const argument*> match_arguments(const std::string& function, const call_site& site,
                                             const std::vector<std::string>& parameters,
                                             std::size_t required) {
  std::vector<const argument*> chosen(parameters.size(), nullptr);
  for (std::size_t i = 0; i < site.arguments.size(); ++i) {
    const argument& a = site.arguments[i];
    std::size_t position = i;
    if (!a.keyword.empty()) {
      position = static_cast<std::size_t>(
          std::find(parameters.begin(), parameters.end(), a.keyword) - parameters.begin());
      if (position == parameters.size()) {
        throw fault{a.at, fmt::format("{} has no argument '{}'{}", function, a.keyword,
                                      suggestion(a.keyword, parameters))};
      }
    } else if (position >= parameters.size()) {
      throw fault{a.at, fmt::format("{} takes {} arguments", function, parameters.size())};
    }
    if (chosen[position] != nullptr)
      throw fault{a.at, fmt::format("{}: {} is given twice", function, parameters[position])};
    chosen[position] = &a;
  }
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < required; ++i) {
    if (chosen[i] == nullptr) missing.push_back(parameters[i]);
  }
  if (missing.empty()) return chosen;
  throw fault{site.at, fmt::format("{} needs the argument{} {}", function,
                                   missing.size() == 1 ? "" : "s", quoted_list(missing))};
}

void place::refuse(std::string_view expected, const value& got) const {
  throw fault{at, fmt::format("{} must be {}, got {}", option, expected, described(got))};
}

const std::vector<value>& items_of(const value& v, const place& p) {
  const auto* s = v.get<sequence>();
  if (s == nullptr) p.refuse("a list", v);
  return s->items();
}
const std::vector<std::pair<value, value>>& entries_of(const value& v, const place& p) {
  const auto* d = v.get<dictionary>();
  if (d == nullptr) p.refuse("a dict", v);
  return d->items();
}

number convert(const value& v, const place& p, option_type<number>) {
  if (const auto* i = v.get<std::int64_t>()) return *i;
  if (const auto* d = v.get<double>()) return *d;
  if (const auto* s = v.get<jax_scalar>()) {
    if (is_float(s->type) && !s->weak) return {s->value, s->type};
    if (is_int(s->type)) return static_cast<std::int64_t>(s->value);
    if (s->type != dtype::boolean) return s->value;
  }
  p.refuse("a number", v);
}

double convert(const value& v, const place& p, option_type<double>) {
  return convert(v, p, option_type<number>{}).value();
}

bool convert(const value& v, const place& p, option_type<bool>) {
  if (const auto* b = v.get<bool>()) return *b;
  p.refuse("True or False", v);
}

std::int64_t convert(const value& v, const place& p, option_type<std::int64_t>) {
  if (const auto* i = v.get<std::int64_t>()) return *i;
  const auto* d = v.get<double>();
  const auto* s = v.get<jax_scalar>();
  const double x = d != nullptr ? *d : s != nullptr ? s->value : std::nan("");
  if (x == std::floor(x) && std::abs(x) < 9e15) return static_cast<std::int64_t>(x);
  p.refuse("an integer", v);
}

std::string convert(const value& v, const place& p, option_type<std::string>) {
  if (const auto* s = v.get<std::string>()) return *s;
  p.refuse("a string", v);
}

dtype convert(const value& v, const place& p, option_type<dtype>) {
  if (const auto* t = v.get<dtype>()) return *t;
  if (const auto* s = v.get<std::string>()) {
    for (const dtype t : {dtype::f32, dtype::f64, dtype::bf16, dtype::f16, dtype::i32, dtype::i64,
                          dtype::u32, dtype::boolean}) {
      if (name_of(t) == *s) return t;
    }
  }
  p.refuse("a dtype", v);
}

std::vector<argument> with_first(const std::vector<argument>& first,
                                 const std::vector<argument>& then) {
  const auto by_name = [](const argument& a) { return !a.keyword.empty(); };
  std::vector<argument> all = first;
  for (const argument& a : then) {
    std::erase_if(all, [&](const argument& b) { return by_name(a) && a.keyword == b.keyword; });
  }
  const auto rest = std::find_if(then.begin(), then.end(), by_name);
  all.insert(std::find_if(all.begin(), all.end(), by_name), then.begin(), rest);
  all.insert(all.end(), rest, then.end());
  return all;
}

}  // namespace optaxx::recipes
