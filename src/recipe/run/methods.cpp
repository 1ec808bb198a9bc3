#include "recipe/run/methods.hpp"

#include <algorithm>
#include <utility>

#include "core/forever.hpp"
#include "recipe/run/arguments.hpp"
#include "recipe/run/array_functions.hpp"
#include "recipe/run/interpreter.hpp"
#include "recipe/run/records.hpp"
#include "recipe/values/arithmetic.hpp"
#include "recipe/values/arrays.hpp"
#include "recipe/values/regex.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/tree_values.hpp"

namespace optaxx::recipes {
namespace {

const std::string& text_of(const value& self) { return *self.get<std::string>(); }

std::string text_argument(const call_site& site, const argument& a, const char* name) {
  return convert(*a.given, {site.in, a.at, name}, option_type<std::string>{});
}

// ---- strings

std::vector<std::string> affixes(const call_site& site, const char* name) {
  const argument& a = *match_arguments(name, site, {"affix"}, 1)[0];
  if (a.given->get<sequence>() == nullptr) return {text_argument(site, a, name)};
  return convert(*a.given, {site.in, a.at, name}, option_type<std::vector<std::string>>{});
}
value starts_with(const value& self, const call_site& site) {
  const auto all = affixes(site, "startswith");
  return std::any_of(all.begin(), all.end(),
                     [&](const std::string& s) { return text_of(self).starts_with(s); });
}
value ends_with(const value& self, const call_site& site) {
  const auto all = affixes(site, "endswith");
  return std::any_of(all.begin(), all.end(),
                     [&](const std::string& s) { return text_of(self).ends_with(s); });
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

template <char (*Change)(char)>
value changed(const value& self, const call_site& site) {
  match_arguments(Change == lower ? "lower" : "upper", site, {}, 0);
  std::string text = text_of(self);
  std::transform(text.begin(), text.end(), text.begin(), Change);
  return make_string(std::move(text));
}

value split(const value& self, const call_site& site) {
  const auto chosen = match_arguments("split", site, {"sep", "maxsplit"}, 0);
  const std::string& text = text_of(self);
  site.in.spend(site.at, text.size());
  std::vector<value> parts;
  std::size_t begin = 0;
  if (chosen[0] == nullptr || chosen[0]->given->get<none_t>() != nullptr) {
    constexpr const char* blanks = " \t\n\r\f\v";
    while ((begin = text.find_first_not_of(blanks, begin)) != text.npos) {
      const std::size_t end = std::min(text.find_first_of(blanks, begin), text.size());
      parts.push_back(make_string(text.substr(begin, end - begin)));
      begin = end;
    }
    return make_sequence(false, std::move(parts));
  }
  const std::string sep = text_argument(site, *chosen[0], "split: sep");
  if (sep.empty()) throw fault{chosen[0]->at, "split: sep must not be empty"};
  std::int64_t left = -1;
  if (chosen[1] != nullptr) {
    left = convert(*chosen[1]->given, {site.in, chosen[1]->at, "split: maxsplit"},
                   option_type<std::int64_t>{});
  }
  for (std::size_t end = 0; left != 0 && (end = text.find(sep, begin)) != text.npos; --left) {
    parts.push_back(make_string(text.substr(begin, end - begin)));
    begin = end + sep.size();
  }
  parts.push_back(make_string(text.substr(begin)));
  return make_sequence(false, std::move(parts));
}

value join(const value& self, const call_site& site) {
  const argument& a = *match_arguments("join", site, {"iterable"}, 1)[0];
  std::string text;
  bool first = true;
  for (const value& item : site.in.iterate(*a.given, a.at)) {
    const auto* s = item.get<std::string>();
    if (s == nullptr) throw fault{a.at, "join: expected strings, got " + described(item)};
    if (!std::exchange(first, false)) text += text_of(self);
    text += *s;
    site.in.spend(a.at, (s->size() + text_of(self).size()) / 16 + 1);
  }
  return make_string(std::move(text));
}

value replace(const value& self, const call_site& site) {
  const auto chosen = match_arguments("replace", site, {"old", "new"}, 2);
  const std::string old = text_argument(site, *chosen[0], "replace: old");
  const std::string with = text_argument(site, *chosen[1], "replace: new");
  if (old.empty()) throw fault{chosen[0]->at, "replace: old must not be empty"};
  const std::string& text = text_of(self);
  site.in.spend(site.at, text.size());
  std::string result;
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = text.find(old, begin)) != text.npos; begin = end + old.size()) {
    result += text.substr(begin, end - begin) + with;
    site.in.spend(site.at, with.size() / 16 + 1);
  }
  return make_string(result + text.substr(begin));
}

template <bool Left, bool Right>
value strip(const value& self, const call_site& site) {
  const auto chosen = match_arguments("strip", site, {"chars"}, 0);
  const std::string chars =
      chosen[0] == nullptr ? " \t\n\r\f\v" : text_argument(site, *chosen[0], "strip: chars");
  std::string text = text_of(self);
  if (Left) text.erase(0, std::min(text.find_first_not_of(chars), text.size()));
  if (Right) text.erase(text.find_last_not_of(chars) + 1);
  return make_string(std::move(text));
}

value count_text(const value& self, const call_site& site) {
  const argument& a = *match_arguments("count", site, {"sub"}, 1)[0];
  const std::string sub = text_argument(site, a, "count");
  if (sub.empty()) throw fault{a.at, "count: the string must not be empty"};
  site.in.spend(site.at, text_of(self).size());
  std::int64_t count = 0;
  for (std::size_t at = 0; (at = text_of(self).find(sub, at)) != std::string::npos; ++count)
    at += sub.size();
  return count;
}

template <bool (*Is)(char)>
value all_are(const value& self, const call_site& site) {
  match_arguments("this method", site, {}, 0);
  return !text_of(self).empty() && std::all_of(text_of(self).begin(), text_of(self).end(), Is);
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// ---- arrays

value as_type(const value& self, const call_site& site) {
  const argument& a = *match_arguments("astype", site, {"dtype"}, 1)[0];
  const dtype type = convert(*a.given, {site.in, a.at, "astype: dtype"}, option_type<dtype>{});
  site.in.spend(site.at, self.size().weight);
  if (const auto* array = self.get<number_array>())
    return array_of_type(*array, type, site.in.x64());
  return cast(self, type, site.in.x64());
}

// ---- optax.MultiSteps, which is no transformation in Optax but makes one

bool is_multi_steps(const value& v) {
  const auto* tx = v.get<transformation>();
  return tx != nullptr && tx->describe().function == "optax.MultiSteps";
}
value itself(const value& self, const call_site& site) {
  match_arguments("gradient_transformation", site, {}, 0);
  return self;
}

// ---- compiled patterns

template <pattern::where Where>
value match(const value& self, const call_site& site) {
  const argument& a = *match_arguments("a pattern", site, {"string"}, 1)[0];
  return matched(*self.get<pattern>(), Where, *a.given, site);
}

const methods& methods_of(const value& object) {
  static const methods& of_text = detail::forever(methods{
      {"startswith", starts_with},
      {"endswith", ends_with},
      {"lower", changed<lower>},
      {"upper", changed<upper>},
      {"split", split},
      {"join", join},
      {"replace", replace},
      {"strip", strip<true, true>},
      {"lstrip", strip<true, false>},
      {"rstrip", strip<false, true>},
      {"count", count_text},
      {"isdigit", all_are<is_digit>},
  });
  static const methods& of_array = detail::forever(methods{{"astype", as_type}});
  static const methods& of_jax_array = detail::forever([] {
    methods all = array_methods();
    all.emplace("astype", as_type);
    return all;
  }());
  static const methods& of_pattern =
      detail::forever(methods{{"search", match<pattern::where::anywhere>},
                              {"match", match<pattern::where::beginning>},
                              {"fullmatch", match<pattern::where::whole>}});
  static const methods& of_multi_steps = detail::forever([] {
    methods all = transformation_methods();
    all.emplace("gradient_transformation", itself);
    return all;
  }());
  static const methods& none_at_all = detail::forever(methods());
  if (object.get<std::string>() != nullptr) return of_text;
  if (const auto* s = object.get<sequence>())
    return s->type != nullptr ? record_methods() : list_methods();
  if (object.get<value_set>() != nullptr) return set_methods();
  if (is_multi_steps(object)) return of_multi_steps;
  if (object.get<transformation>() != nullptr) return transformation_methods();
  if (is_jax(object)) return of_jax_array;
  if (is_array(object)) return of_array;
  if (object.get<pattern>() != nullptr) return of_pattern;
  return dict_entries(object) ? dict_methods() : none_at_all;
}

}  // namespace

std::optional<value> find_method(const value& object, std::string_view name) {
  const methods& known = methods_of(object);
  const auto found = known.find(name);
  if (found == known.end()) return std::nullopt;
  return make_function(found->first, [run = found->second, object](const call_site& site) {
    return run(object, site);
  });
}

std::vector<std::string> method_names(const value& object) {
  std::vector<std::string> names;
  for (const auto& item : methods_of(object)) names.push_back(item.first);
  return names;
}

value matched(const pattern& p, pattern::where where, const value& text, const call_site& site) {
  const auto* s = text.get<std::string>();
  const auto* leaf = text.get<array_info>();
  if (leaf != nullptr) s = &leaf->path;
  if (s == nullptr)
    throw fault{site.at, "a pattern is looked for in a string, got " + described(text)};
  site.in.spend(site.at, p.program->work(*s) / 32 + 1);
  if (p.program->matches(*s, where)) return true;
  return none;
}

}  // namespace optaxx::recipes
