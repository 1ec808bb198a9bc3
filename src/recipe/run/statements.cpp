#include <fmt/format.h>

#include <algorithm>

#include "recipe/run/content_changer.hpp"
#include "recipe/run/interpreter.hpp"
#include "recipe/run/modules.hpp"
#include "recipe/text/free_names.hpp"
#include "recipe/values/arithmetic.hpp"
#include "recipe/values/repr.hpp"

namespace optaxx::recipes {

void interpreter::bind_in(scope* names, const std::string& name, const value& v, std::uint32_t at) {
  const auto refuse_if = [&](bool fixed) {
    if (!fixed) return;
    throw fault{at, fmt::format("'{}' is bound again behind a function that uses it; give this one "
                                "another name",
                                name)};
  };
  if (names != nullptr) {
    scope::variable& local = names->names.try_emplace(name, scope::variable{none}).first->second;
    refuse_if(local.fixed);
    local.bound = v;
    return;
  }
  refuse_if(exported_.contains(name));
  globals_.insert_or_assign(name, v);
}

void interpreter::unbind(std::uint32_t node) {
  find(node);
  const std::string name(text_->text(node));
  bind(name, none, at(node).begin);
  if (locals_ != nullptr) {
    locals_->names.erase(name);
  } else {
    globals_.erase(name);
  }
}

value interpreter::evaluate_named(std::uint32_t node) {
  const auto& children = at(node).children;
  const value v = evaluate(children[1]);
  scope* names = locals_.get();
  while (names != nullptr && names->comprehension) names = names->outer.get();
  bind_in(names, std::string(text_->text(children[0])), v, at(node).begin);
  return v;
}

void interpreter::set_attribute(const value& object, std::uint32_t target, const value& v) {
  const std::uint32_t where = at(target).begin;
  const auto* d = object.get<dictionary>();
  if (d == nullptr || !d->record)
    throw fault{where, "an attribute of " + described(object) + " cannot be assigned"};
  content_changer(*this, where).set(*d, make_string(std::string(text_->text(target))), v);
}

void interpreter::assign(std::uint32_t target, const value& v) {
  const auto& n = at(target);
  if (n.type == node_type::subscript) {
    const value object = evaluate(n.children[0]);
    const value index = evaluate(n.children[1]);
    return content_changer(*this, n.begin).set_item(object, index, v);
  }
  if (n.type == node_type::attribute) return set_attribute(evaluate(n.children[0]), target, v);
  if (n.type != node_type::tuple) return bind(std::string(text_->text(target)), v, n.begin);
  const std::vector<value> items = iterate(v, n.begin);
  if (items.size() != n.children.size())
    throw fault{n.begin, fmt::format("{} names for {}", n.children.size(), described(v))};
  for (std::size_t i = 0; i < items.size(); ++i) assign(n.children[i], items[i]);
}

// A list, dict or set changes in place.
value interpreter::augmented(std::string_view sign, const value& left, const value& right,
                             std::uint32_t at) {
  const content_changer changer(*this, at);
  spend(at, std::max(left.size().weight, right.size().weight));
  const auto* list = left.get<sequence>();
  if (const auto* dict = left.get<dictionary>(); dict != nullptr && sign == "|") {
    changer.update(*dict, right);
    return left;
  }
  if (list != nullptr && !list->tuple && sign == "+") {
    changer.extend(*list, iterate(right, at));
    return left;
  }
  const value v = placed(at, [&] { return binary(sign, left, right, x64_); });
  check_size(v, at);
  if (const auto* set = left.get<value_set>(); set != nullptr) {
    changer.replace({false, set->shared}, v.get<value_set>()->items());
    return left;
  }
  if (list == nullptr || list->tuple) return v;
  changer.replace(*list, v.get<sequence>()->items());
  return left;
}

void interpreter::assign_augmented(std::uint32_t statement) {
  const auto& n = at(statement);
  const auto& target = at(n.children[0]);
  const auto& op = at(n.children[1]);
  const std::string_view sign = text_->text(n.children[1]).substr(0, op.end - op.begin - 1);
  const auto augmented_by_right = [&](const value& left) {
    return augmented(sign, left, evaluate(n.children[2]), op.begin);
  };
  if (target.type == node_type::subscript) {
    const value object = evaluate(target.children[0]);
    const value index = evaluate(target.children[1]);
    const value v = augmented_by_right(item_of(object, index, n.children[0]));
    return content_changer(*this, op.begin).set_item(object, index, v);
  }
  if (target.type == node_type::attribute) {
    const value object = evaluate(target.children[0]);
    return set_attribute(object, n.children[0],
                         augmented_by_right(attribute_of(object, n.children[0])));
  }
  assign(n.children[0], augmented_by_right(evaluate(n.children[0])));
}

void interpreter::raise(std::uint32_t statement) {
  const auto& n = at(statement);
  if (n.children.empty()) throw fault{n.begin, "there is no exception to raise again"};
  value raised = evaluate(n.children[0]);
  if (raised.get<std::shared_ptr<const builtin>>() != nullptr)
    raised = call(raised, std::vector<value>{}, n.begin);
  const auto* e = raised.get<exception>();
  if (e == nullptr) throw fault{n.begin, "expected an exception, got " + described(raised)};
  throw fault{n.begin, e->type + (e->message.empty() ? "" : ": " + e->message)};
}

void interpreter::check(std::uint32_t assertion) {
  const auto& n = at(assertion);
  if (holds(n.children[0])) return;
  const std::string message = n.children.size() == 2 ? ": " + str(evaluate(n.children[1])) : "";
  throw fault{n.begin, "AssertionError" + message};
}

void interpreter::import_modules(std::uint32_t statement) {
  const auto& n = at(statement);
  const bool from = n.type == node_type::import_from;
  for (std::size_t i = from ? 1 : 0; i < n.children.size(); ++i) {
    const auto& item = at(n.children[i]);
    std::string path(text_->text(item.children[0]));
    std::string name =
        item.children.size() == 2 ? std::string(text_->text(item.children[1])) : path;
    if (from) path = std::string(text_->text(n.children[0])) + "." + path;
    if (auto known = find_known(path)) {
      if (name.find('.') == name.npos) bind(name, std::move(*known), item.begin);
    } else if (from && text_->text(n.children[0]).starts_with("optax")) {
      throw fault{item.begin, fmt::format("{} has no '{}' here{}", text_->text(n.children[0]),
                                          text_->text(item.children[0]),
                                          suggestion(text_->text(item.children[0]),
                                                     names_in(text_->text(n.children[0]))))};
    } else {
      unknown_imports_.insert_or_assign(name.substr(0, name.find('.')), path);
    }
  }
}

interpreter::outcome interpreter::execute_all(const std::vector<std::uint32_t>& statements) {
  for (const std::uint32_t statement : statements) {
    if (outcome o = execute(statement); o.where != outcome::way::next) return o;
  }
  return {};
}

interpreter::outcome interpreter::execute_loop(std::uint32_t statement) {
  const auto& n = at(statement);
  const bool has_else = n.children.size() == 4;
  const auto& body = at(n.children[2]).children;
  outcome left;
  const bool done = go_through(n.children[1], n.begin, [&](const value& item) {
    assign(n.children[0], item);
    left = execute_all(body);
    return left.where == outcome::way::next || left.where == outcome::way::continued;
  });
  if (left.where == outcome::way::returned) return left;
  return done && has_else ? execute_all(at(n.children[3]).children) : outcome{};
}

interpreter::outcome interpreter::execute(std::uint32_t statement) {
  const auto& n = at(statement);
  spend(n.begin);
  switch (n.type) {
    case node_type::import:
    case node_type::import_from:
      import_modules(statement);
      break;
    case node_type::assignment: {
      const value v = evaluate(n.children.back());
      for (std::size_t i = 0; i + 1 < n.children.size(); ++i) assign(n.children[i], v);
      break;
    }
    case node_type::augmented_assignment:
      assign_augmented(statement);
      break;
    case node_type::definition: {
      std::string name(text_->text(n.children[0]));
      assign(n.children[0], evaluate_function(n.children[1], std::move(name)));
      break;
    }
    case node_type::branches: {
      const depth_guard guard = deeper(n.begin);
      std::size_t i = 0;
      while (i + 1 < n.children.size() && !holds(n.children[i])) i += 2;
      const std::size_t chosen = i + 1 < n.children.size() ? i + 1 : i;
      if (chosen < n.children.size()) return execute_all(at(n.children[chosen]).children);
      break;
    }
    case node_type::loop: {
      const depth_guard guard = deeper(n.begin);
      return execute_loop(statement);
    }
    case node_type::break_statement:
      return {outcome::way::left, none};
    case node_type::continue_statement:
      return {outcome::way::continued, none};
    case node_type::return_statement:
      if (locals_ == nullptr) throw fault{n.begin, "'return' outside of a function"};
      return {outcome::way::returned, n.children.empty() ? value(none) : evaluate(n.children[0])};
    case node_type::raise_statement:
      raise(statement);
    case node_type::assert_statement:
      check(statement);
      break;
    case node_type::class_definition:
      define_class(statement);
      break;
    case node_type::del_statement:
      for (const std::uint32_t name : n.children) unbind(name);
      break;
    case node_type::pass_statement:
    case node_type::declaration:
      break;
    default:
      if (at(n.children[0]).type != node_type::ellipsis) evaluate(n.children[0]);
  }
  return {};
}

// All that is missing in any case, at once, before anything is made.
void interpreter::check_names() const {
  std::vector<std::string> known;
  for (const auto& item : globals_) known.push_back(item.first);
  const free_names names = names_needed(*text_, known, free_names::needed::certainly);
  if (!names.found().empty()) throw not_bound(names.found(), names.bound());
}

value interpreter::run(const wanted_result& wanted) {
  const std::vector<std::uint32_t>& statements = at(text_->root).children;
  if (statements.empty()) throw fault{0, "there is no recipe in this text"};
  check_names();
  const std::uint32_t last = statements.back();
  const bool expression = at(last).type == node_type::expression_statement;
  for (std::size_t i = 0; i + 1 < statements.size(); ++i) execute(statements[i]);
  if (!expression) execute(last);
  const value result = expression ? evaluate(at(last).children[0]) : value(none);
  if (statements.size() == 1 && expression) return result;

  std::vector<std::string> bound;
  for (const std::uint32_t statement : statements) add_bound_names(*text_, statement, bound);
  for (const std::string& name : wanted.names) {
    if (std::find(bound.begin(), bound.end(), name) != bound.end() && globals_.contains(name))
      return globals_.find(name)->second;
  }
  if (expression && wanted.fits(result)) return result;
  bound.clear();
  add_bound_names(*text_, last, bound);
  const auto found = bound.size() == 1 ? globals_.find(bound[0]) : globals_.end();
  if (found != globals_.end() && wanted.fits(found->second)) return found->second;
  throw fault{
      static_cast<std::uint32_t>(text_->source.size()),
      fmt::format("nothing is bound to '{}', which is what a recipe makes", wanted.names.front())};
}

}  // namespace optaxx::recipes
