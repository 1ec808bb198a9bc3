// re and fnmatch: whether a text has a form.
#include "recipe/modules/table.hpp"
#include "recipe/run/arguments.hpp"
#include "recipe/run/interpreter.hpp"
#include "recipe/run/methods.hpp"
#include "recipe/values/regex.hpp"

namespace optaxx::recipes {
namespace {

pattern compiled(const call_site& site, const argument& a) {
  if (const auto* p = a.given->get<pattern>()) return *p;
  const std::string text =
      convert(*a.given, {site.in, a.at, "a pattern"}, option_type<std::string>{});
  site.in.spend(a.at, 20 + text.size());
  return placed(a.at, [&] { return pattern{std::make_shared<const regex>(text), text}; });
}

value compile_of(const call_site& site) {
  return compiled(site, *match_arguments("re.compile", site, {"pattern"}, 1)[0]);
}

template <pattern::where Where>
value search_of(const call_site& site) {
  const auto chosen = match_arguments("this function of re", site, {"pattern", "string"}, 2);
  return matched(compiled(site, *chosen[0]), Where, *chosen[1]->given, site);
}

value escape_of(const call_site& site) {
  const argument& a = *match_arguments("re.escape", site, {"pattern"}, 1)[0];
  const std::string text =
      convert(*a.given, {site.in, a.at, "re.escape: pattern"}, option_type<std::string>{});
  site.in.spend(a.at, text.size() / 16 + 1);
  std::string escaped;
  for (const char c : text) {
    if (std::string_view("()[]{}?*+-|^$\\.&~# \t\n\r\v\f").find(c) != std::string_view::npos)
      escaped += '\\';
    escaped += c;
  }
  return make_string(std::move(escaped));
}

value fnmatch_of(const call_site& site) {
  const auto chosen = match_arguments("fnmatch.fnmatch", site, {"name", "pat"}, 2);
  const std::string text = convert(*chosen[1]->given, {site.in, chosen[1]->at, "fnmatch: pat"},
                                   option_type<std::string>{});
  site.in.spend(site.at, 20 + text.size());
  const pattern glob = placed(chosen[1]->at, [&] {
    return pattern{std::make_shared<const regex>(regex::of_glob(text)), text};
  });
  return matched(glob, pattern::where::whole, *chosen[0]->given, site).get<bool>() != nullptr;
}

}  // namespace

void add_re(known_names& names) {
  add_function(names, "re.compile", compile_of);
  add_function(names, "re.search", search_of<pattern::where::anywhere>);
  add_function(names, "re.match", search_of<pattern::where::beginning>);
  add_function(names, "re.fullmatch", search_of<pattern::where::whole>);
  add_function(names, "re.escape", escape_of);
  add_function(names, "fnmatch.fnmatch", fnmatch_of);
  add_function(names, "fnmatch.fnmatchcase", fnmatch_of);
}

}  // namespace optaxx::recipes
