#include "recipe/options/inject_hyperparams.hpp"

#include <fmt/format.h>

#include <utility>

#include "optaxx/core/errors.hpp"
#include "recipe/options/convert.hpp"
#include "recipe/options/factory_function.hpp"
#include "recipe/values/arithmetic.hpp"
#include "recipe/values/contents.hpp"
#include "recipe/values/operand.hpp"
#include "recipe/values/repr.hpp"

namespace optaxx::recipes {
namespace {

std::vector<std::string> names_of(const value& v, const place& p) {
  if (const auto* name = v.get<std::string>()) return {*name};
  return convert(v, p, option_type<std::vector<std::string>>{});
}

// A function of the text, called with its arguments: numbers and schedules go into the state, all
// else is the same in every step.
transformation inject_function(const closure& f, const call_site& site,
                               const inject_hyperparams_options& settings) {
  const auto& children = (*f.text)[f.node].children;
  std::vector<std::string> names;
  std::vector<std::string> with_default;
  for (const std::uint32_t child : children) {
    const node& parameter = (*f.text)[child];
    if (parameter.type == node_type::rest || parameter.type == node_type::rest_by_name)
      throw fault{site.at, "optax.inject_hyperparams: a function with '*' or '**' parameters"};
    if (parameter.type != node_type::parameter) continue;
    (parameter.children.empty() ? names : with_default).emplace_back(f.text->text(child));
  }
  const std::size_t required = names.size();
  names.insert(names.end(), with_default.begin(), with_default.end());
  const auto chosen = match_arguments("optax.inject_hyperparams(...)", site, names, required);
  optaxx::detail::check_static_args(settings.static_args, names);

  const interpreter::exported body = site.in.export_function(value(f), site.at);
  optaxx::detail::injection what{{body.name, {}}, {}, nullptr};
  std::vector<value> arguments;
  std::vector<std::size_t> injected;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const value& v = chosen[i] != nullptr ? *chosen[i]->given : (*f.defaults)[i - required];
    const std::uint32_t at = chosen[i] != nullptr ? chosen[i]->at : site.at;
    fix(v);
    arguments.push_back(v);
    what.description.arguments.emplace_back(names[i], repr(v));
    const bool in_state = (is_number(v) && v.get<bool>() == nullptr) || is_text_function(v) ||
                          untyped(v) != nullptr || v.get<schedule>() != nullptr;
    if (!in_state || optaxx::detail::is_one_of(names[i], settings.static_args)) continue;
    what.hyperparams.push_back(
        {names[i], convert(v, {site.in, at, names[i]}, option_type<scalar_or_schedule>{})});
    injected.push_back(i);
  }
  what.build = [body, arguments, injected](std::span<const number> numbers) -> transformation {
    std::vector<value> all = arguments;
    bool x64 = false;
    for (std::size_t k = 0; k < injected.size(); ++k) {
      all[injected[k]] = value_of(numbers[k]);
      x64 = x64 || numbers[k].dtype() == dtype::f64;
    }
    const value result = body(std::move(all), x64);
    if (const auto* tx = result.get<transformation>()) return *tx;
    throw format_error("recipe: the function '" + body.name + "' gives " + described(result) +
                       ", expected a transformation");
  };
  return optaxx::detail::make_injected(std::move(what), settings);
}

value inject(const call_site& site) {
  const std::string name = "optax.inject_hyperparams";
  const auto chosen =
      match_arguments(name, site, {"inner_factory", "static_args", "hyperparam_dtype"}, 1);
  inject_hyperparams_options settings;
  if (const argument* a = chosen[1])
    settings.static_args = names_of(*a->given, {site.in, a->at, name + ": static_args"});
  if (const argument* a = chosen[2]) {
    settings.hyperparam_dtype = convert(*a->given, {site.in, a->at, name + ": hyperparam_dtype"},
                                        option_type<std::optional<dtype>>{});
  }
  // What functools.partial has given stays given: the call that follows comes behind it.
  value inner = *chosen[0]->given;
  std::vector<argument> given;
  while (const auto* p = inner.get<partial>()) {
    given = with_first(p->first, given);
    inner = value(*p->function);
  }
  const auto* factory = inner.get<std::shared_ptr<const builtin>>();
  const bool known = factory != nullptr && (*factory)->inject != nullptr;
  if (!known && inner.get<closure>() == nullptr) {
    throw fault{chosen[0]->at,
                fmt::format("{}: inner_factory must be a factory such as optax.adam, a "
                            "functools.partial of one, or a lambda, got {}",
                            name, described(inner))};
  }
  const auto run = [settings, given](const call_site& call) -> value {
    const value function = *call.arguments.front().given;
    const std::vector<argument> then(call.arguments.begin() + 1, call.arguments.end());
    const std::vector<argument> arguments = with_first(given, then);
    const call_site site{call.in, call.at, arguments};
    if (const auto* f = function.get<closure>()) return inject_function(*f, site, settings);
    return (*function.get<std::shared_ptr<const builtin>>())->inject(site, settings);
  };
  return partial{std::make_shared<const value>(make_function(name, run)),
                 {argument{{}, std::make_shared<const value>(inner), site.at}}};
}

}  // namespace

value inject_hyperparams_function() {
  return std::make_shared<const builtin>(builtin{"optax.inject_hyperparams", inject});
}

}  // namespace optaxx::recipes
