// re and fnmatch: whether a text has a form.
#include "recipe/modules/table.hpp"
#include "recipe/run/arguments.hpp"
#include "recipe/run/interpreter.hpp"
#include "recipe/run/methods.hpp"
#include "recipe/values/regex.hpp"

namespace optaxx::recipes {
namespace {

// re.IGNORECASE and the like, as numbers that `+` and `|` join.
constexpr std::int64_t ignore_case = 2;
constexpr std::int64_t multi_line = 8;
constexpr std::int64_t dot_all = 16;
constexpr std::int64_t unicode = 32;
constexpr std::int64_t ascii = 256;

regex_flags flags_of(const call_site& site, const argument* a) {
  if (a == nullptr) return {};
  const place p{site.in, a->at, "the flags of a pattern"};
  const std::int64_t flags = convert(*a->given, p, option_type<std::int64_t>{});
  if ((flags & ~(ignore_case | multi_line | dot_all | unicode | ascii)) != 0)
    p.refuse("of re.IGNORECASE, re.MULTILINE, re.DOTALL and re.ASCII", *a->given);
  return {(flags & ignore_case) != 0, (flags & multi_line) != 0, (flags & dot_all) != 0,
          (flags & ascii) != 0};
}

pattern compiled(const call_site& site, const argument& a, const argument* flags) {
  if (const auto* p = a.given->get<pattern>()) {
    if (flags != nullptr) throw fault{flags->at, "the pattern has its flags already"};
    return *p;
  }
  const std::string text =
      convert(*a.given, {site.in, a.at, "a pattern"}, option_type<std::string>{});
  site.in.spend(a.at, 20 + text.size());
  const regex_flags chosen = flags_of(site, flags);
  const auto made = placed(a.at, [&] { return std::make_shared<const regex>(text, chosen); });
  site.in.spend(a.at, made->work() / 64);
  return {made, text};
}

value compile_of(const call_site& site) {
  const auto chosen = match_arguments("re.compile", site, {"pattern", "flags"}, 1);
  return compiled(site, *chosen[0], chosen[1]);
}

template <pattern::where Where>
value search_of(const call_site& site) {
  const auto chosen =
      match_arguments("this function of re", site, {"pattern", "string", "flags"}, 2);
  return matched(compiled(site, *chosen[0], chosen[2]), Where, *chosen[1]->given, site);
}

pattern glob_of(const call_site& site, const argument& a) {
  const std::string text =
      convert(*a.given, {site.in, a.at, "fnmatch: pat"}, option_type<std::string>{});
  site.in.spend(site.at, 20 + text.size());
  return placed(a.at, [&] {
    return pattern{std::make_shared<const regex>(regex::of_glob(text)), text};
  });
}

bool fits(const pattern& glob, const value& name, const call_site& site) {
  return matched(glob, pattern::where::whole, name, site).get<bool>() != nullptr;
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
  return fits(glob_of(site, *chosen[1]), *chosen[0]->given, site);
}

value filter_of(const call_site& site) {
  const auto chosen = match_arguments("fnmatch.filter", site, {"names", "pat"}, 2);
  const pattern glob = glob_of(site, *chosen[1]);
  std::vector<value> found;
  for (const value& name : site.in.iterate(*chosen[0]->given, chosen[0]->at)) {
    if (fits(glob, name, site)) found.push_back(name);
  }
  return make_sequence(false, std::move(found));
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
  add_function(names, "fnmatch.filter", filter_of);
  for (const auto& [name, flag] :
       {std::pair{"I", ignore_case}, std::pair{"IGNORECASE", ignore_case},
        std::pair{"M", multi_line}, std::pair{"MULTILINE", multi_line}, std::pair{"S", dot_all},
        std::pair{"DOTALL", dot_all}, std::pair{"U", unicode}, std::pair{"UNICODE", unicode},
        std::pair{"A", ascii}, std::pair{"ASCII", ascii}})
    names.emplace(std::string("re.") + name, value(flag));
}

}  // namespace optaxx::recipes
