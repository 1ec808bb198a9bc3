// Calls of functions, ours and those of the text.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "optaxx/core/untyped_function.hpp"
#include "recipe/run/arguments.hpp"
#include "recipe/run/interpreter.hpp"
#include "recipe/run/records.hpp"
#include "recipe/run/surroundings.hpp"
#include "recipe/text/free_names.hpp"
#include "recipe/values/arithmetic.hpp"
#include "recipe/values/contents.hpp"
#include "recipe/values/operand.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/tree_values.hpp"

namespace optaxx::recipes {
namespace {

// An int of Python makes floats of weak type where a count, an int32 array, makes a float32.
number count_of(const operand& o, bool x64) {
  if (!is_int(o.type)) return number_of(o);
  if (o.weak && x64) return o.value;
  return static_cast<step_t>(o.value);
}

std::string name_of(const closure& f) { return f.name.empty() ? "the lambda" : "'" + f.name + "'"; }

}  // namespace

value interpreter::evaluate_call(std::uint32_t node) {
  const auto& children = at(node).children;
  const value function = evaluate_callee(children[0]);
  if (const auto* f = function.get<std::shared_ptr<const builtin>>(); f != nullptr && !(*f)->run)
    return none;
  std::vector<argument> arguments;
  const auto add = [&](std::string keyword, value v, std::uint32_t where) {
    spend(where);
    if (keyword.empty() && !arguments.empty() && !arguments.back().keyword.empty())
      throw fault{where, "an argument by position behind one by name"};
    arguments.push_back({std::move(keyword), std::make_shared<const value>(std::move(v)), where});
  };
  for (std::size_t i = 1; i < children.size(); ++i) {
    const std::uint32_t child = children[i];
    const auto& n = at(child);
    if (n.type == node_type::keyword) {
      add(std::string(text_->text(child)), evaluate(n.children[0]), n.begin);
    } else if (n.type == node_type::spread) {
      const value inner = evaluate(n.children[0]);
      for (value& item : iterate(inner, n.begin)) add({}, std::move(item), n.begin);
    } else if (n.type == node_type::spread_dict) {
      const value inner = evaluate(n.children[0]);
      const auto entries = dict_entries(inner);
      if (!entries) throw fault{n.begin, "expected a dict behind **, got " + described(inner)};
      for (const auto& [k, v] : *entries) {
        const auto* name = k.get<std::string>();
        if (name == nullptr || name->empty())
          throw fault{n.begin, "expected names as keys behind **, got " + described(k)};
        add(*name, v, n.begin);
      }
    } else {
      add({}, evaluate(child), n.begin);
    }
  }
  return call(function, arguments, at(children[0]).begin);
}

value interpreter::call(const value& function, const std::vector<argument>& arguments,
                        std::uint32_t at) {
  if (const auto* f = function.get<std::shared_ptr<const builtin>>()) {
    if (!(*f)->run) return none;
    const auto outer = std::exchange(parts_, {});
    for (const argument& a : arguments) parts_.push_back(a.given->size());
    value result = placed(at, [&] { return (*f)->run({*this, at, arguments}); });
    parts_.push_back(result.size());
    const bool own = is_number(result) || is_tensor(result) || result.get<value_tree>() != nullptr;
    if (!own) result.own_size = extent::around(parts_);
    parts_ = outer;
    return result;
  }
  if (const auto* f = function.get<closure>()) return call_closure(*f, arguments, at);
  if (const auto* type = function.get<std::shared_ptr<const record_type>>())
    return make(*type, {*this, at, arguments});
  if (const auto* p = function.get<partial>()) {
    const std::vector<argument> all = with_first(p->first, arguments);
    spend(at, all.size());
    const depth_guard guard = deeper(at);
    return call(*p->function, all, at);
  }
  const untyped_function* const rate_of = untyped(function);
  if (const auto* f = function.get<schedule>(); f != nullptr || rate_of != nullptr) {
    const value* step = arguments.size() == 1 ? arguments[0].given.get() : nullptr;
    if (step == nullptr || !is_number(*step) || step->get<bool>() != nullptr)
      throw fault{at, "a schedule is called with one step"};
    spend(at, 100);
    const number count = count_of(operand_of(*step, x64_), x64_);
    const auto rate = [&] {
      const surroundings_of_caller theirs;
      return rate_of != nullptr ? rate_of->rate(count, x64_) : f->at(count, x64_);
    };
    return value_of(rate());
  }
  if (const auto* type = function.get<dtype>(); type != nullptr && arguments.size() == 1)
    return placed(at, [&] { return cast(*arguments[0].given, *type, x64_); });
  throw fault{at, fmt::format("{} cannot be called", described(function))};
}

value interpreter::call(const value& function, std::vector<value> arguments, std::uint32_t at) {
  std::vector<argument> given;
  for (value& v : arguments) given.push_back({{}, std::make_shared<const value>(std::move(v)), at});
  return call(function, given, at);
}

value interpreter::evaluate_function(std::uint32_t node, std::string name) {
  std::vector<value> defaults;
  std::vector<extent> sizes;
  for (const std::uint32_t child : at(node).children) {
    if (at(child).type != node_type::parameter || at(child).children.empty()) continue;
    defaults.push_back(evaluate(at(child).children[0]));
    fix(defaults.back());
    sizes.push_back(defaults.back().size());
  }
  return {closure{text_, node, locals_,
                  std::make_shared<const std::vector<value>>(std::move(defaults)), std::move(name)},
          extent::around(sizes)};
}

std::shared_ptr<scope> interpreter::bind_arguments(const closure& f,
                                                   const std::vector<argument>& arguments,
                                                   std::uint32_t at) {
  const syntax& text = *f.text;
  const auto& children = text[f.node].children;
  spend(at, 10 + children.size());
  std::vector<std::string> parameters;
  std::size_t by_position = children.size();
  std::optional<std::string> rest;
  std::optional<std::string> rest_by_name;
  for (std::size_t i = 0; i + 1 < children.size(); ++i) {
    const node_type type = text[children[i]].type;
    if (type == node_type::only_by_name || type == node_type::rest)
      by_position = std::min(by_position, parameters.size());
    if (type == node_type::rest) rest = std::string(text.text(children[i]));
    if (type == node_type::rest_by_name) rest_by_name = std::string(text.text(children[i]));
    if (type == node_type::parameter) {
      parameters.emplace_back(text.text(children[i]));
    }
  }
  by_position = std::min(by_position, parameters.size());
  const auto names = scopes_.make();
  names->outer = f.around;
  std::vector<value> others;
  dictionary_builder others_by_name;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const argument& a = arguments[i];
    const auto named = std::find(parameters.begin(), parameters.end(), a.keyword);
    const std::size_t position =
        a.keyword.empty() ? i : static_cast<std::size_t>(named - parameters.begin());
    if (a.keyword.empty() ? i >= by_position : position == parameters.size()) {
      if (a.keyword.empty() && rest) {
        others.push_back(*a.given);
        continue;
      }
      if (!a.keyword.empty() && rest_by_name) {
        if (others_by_name.has(make_string(a.keyword)))
          throw fault{a.at, fmt::format("'{}' is given twice", a.keyword)};
        others_by_name.set(make_string(a.keyword), *a.given);
        continue;
      }
      throw fault{a.at, a.keyword.empty()
                            ? fmt::format("{} takes {} arguments", name_of(f), by_position)
                            : fmt::format("{} has no parameter '{}'{}", name_of(f), a.keyword,
                                          suggestion(a.keyword, parameters))};
    }
    if (!names->names.try_emplace(parameters[position], scope::variable{*a.given}).second)
      throw fault{a.at, fmt::format("'{}' is given twice", parameters[position])};
  }
  const auto bind_rest = [&](const std::optional<std::string>& name, const value& v) {
    if (!name) return;
    check_size(v, at);
    names->names.emplace(*name, scope::variable{v});
  };
  bind_rest(rest, make_sequence(true, std::move(others)));
  bind_rest(rest_by_name, others_by_name.build());
  std::size_t next_default = 0;
  std::vector<std::string> missing;
  for (const std::uint32_t child : children) {
    if (text[child].type != node_type::parameter) continue;
    const std::string name(text.text(child));
    const bool given = names->names.contains(name);
    if (!text[child].children.empty()) {
      const value& v = (*f.defaults)[next_default++];
      if (!given) names->names.emplace(name, scope::variable{v});
    } else if (!given) {
      missing.push_back(name);
    }
  }
  if (!missing.empty()) {
    throw fault{at, fmt::format("{} needs the argument{} {}", name_of(f),
                                missing.size() == 1 ? "" : "s", quoted_list(missing))};
  }
  return names;
}

value interpreter::call_closure(const closure& f, const std::vector<argument>& arguments,
                                std::uint32_t at) {
  const std::shared_ptr<scope> names = bind_arguments(f, arguments, at);
  const node& function = (*f.text)[f.node];
  if (function.type == node_type::def) {
    auto& locals = local_names_[f.node];
    if (locals == nullptr) {
      locals = std::make_shared<const std::set<std::string, std::less<>>>(
          recipes::local_names(*f.text, f.node));
    }
    names->locals = locals;
  }
  const auto before = std::exchange(locals_, names);
  const auto leave = [&] {
    locals_ = before;
    scopes_.release(names);
  };
  try {
    value result = none;
    if (function.type == node_type::lambda) {
      result = evaluate(function.children.back());
    } else {
      const depth_guard guard = deeper(at);
      result = execute_all((*f.text)[function.children.back()].children).returned;
    }
    leave();
    return result;
  } catch (...) {
    leave();
    throw;
  }
}

}  // namespace optaxx::recipes
