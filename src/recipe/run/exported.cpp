#include <map>
#include <set>
#include <utility>

#include "recipe/run/interpreter.hpp"
#include "recipe/run/nested_run.hpp"
#include "recipe/text/free_names.hpp"
#include "recipe/values/contents.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/sets.hpp"

namespace optaxx::recipes {

namespace {

// A def that does nothing but return is shown as a lambda, any other by its name.
std::string text_of(const closure& f) {
  const syntax& text = *f.text;
  const node& function = text[f.node];
  if (function.type == node_type::lambda) return std::string(text.text(f.node));
  const std::vector<std::uint32_t>& body = text[function.children.back()].children;
  const auto is_docstring = [&](std::uint32_t statement) {
    const node& n = text[statement];
    return n.type == node_type::expression_statement && text[n.children[0]].type == node_type::text;
  };
  const std::size_t first = !body.empty() && is_docstring(body[0]) ? 1 : 0;
  const bool returns = body.size() == first + 1 &&
                       text[body[first]].type == node_type::return_statement &&
                       !text[body[first]].children.empty();
  if (!returns) return f.name;
  std::string parameters;
  for (std::size_t i = 0; i + 1 < function.children.size(); ++i) {
    const node& p = text[function.children[i]];
    parameters += i == 0 ? " " : ", ";
    if (p.type == node_type::rest) parameters += "*";
    if (p.type == node_type::rest_by_name) parameters += "**";
    parameters += text.text(function.children[i]);
    if (p.type == node_type::parameter && !p.children.empty())
      parameters += "=" + std::string(text.text(p.children[0]));
  }
  return "lambda" + parameters + ": " + std::string(text.text(text[body[first]].children[0]));
}

}  // namespace

// Copies a function with all that its names stand for, as they are now.
class freezer {
 public:
  freezer(interpreter& in, std::uint32_t at) : in_(in), at_(at) {}

  interpreter::exported freeze(const value& f) {
    const value copy = frozen(f);
    while (!open_.empty()) {
      const closure next = std::move(open_.back());
      open_.pop_back();
      resolve_names(next);
    }
    check_names(f);
    const auto* c = f.get<closure>();
    const bool lambda = c != nullptr && c->name.empty();
    return {copy,       c != nullptr ? text_of(*c) : repr(f),
            in_.text(), lambda ? (*c->text)[c->node].begin : at_,
            globals_,   scopes_};
  }

 private:
  void resolve_names(const closure& f) {
    const node& function = (*f.text)[f.node];
    in_.spend(at_, (function.end - function.begin) / 16 + 1);
    free_names names(*f.text);
    names.visit_body(f.node);
    for (const auto& item : names.found()) {
      if (!resolve_local(item.first, f.around.get())) resolve_global(item.first);
    }
  }

  // What the function that is wanted cannot do without.
  void check_names(const value& f) const {
    if (const auto* p = f.get<partial>()) return check_names(*p->function);
    const auto* c = f.get<closure>();
    if (c == nullptr) return;
    free_names names(*c->text, free_names::needed::certainly);
    names.visit_body(c->node);
    std::map<std::string, std::uint32_t> missing;
    for (const auto& item : names.found()) {
      if (!globals_->contains(item.first) && !is_local(item.first, c->around.get()))
        missing.insert(item);
    }
    if (!missing.empty()) throw not_bound(missing, in_.known_names());
  }

  static bool is_local(const std::string& name, const scope* s) {
    for (; s != nullptr; s = s->outer.get()) {
      if (s->names.contains(name) || (s->locals != nullptr && s->locals->contains(name)))
        return true;
    }
    return false;
  }

  bool resolve_local(const std::string& name, scope* s) {
    for (; s != nullptr; s = s->outer.get()) {
      const auto local = s->names.find(name);
      if (local != s->names.end()) {
        if (!local->second.fixed) local->second.fixed = true;
        scope& copy = *copies_.at(s);
        if (!copy.names.contains(name)) {
          value v = frozen(local->second.bound);
          copy.names.emplace(name, scope::variable{std::move(v), true});
        }
        return true;
      }
      if (s->locals != nullptr && s->locals->contains(name)) return true;  // has no value yet
    }
    return false;
  }

  void resolve_global(const std::string& name) {
    const auto global = in_.globals_.find(name);
    if (global == in_.globals_.end() || globals_->contains(name)) return;
    globals_->emplace(name, none);  // a function may use itself
    globals_->insert_or_assign(name, frozen(global->second));
    in_.parts_.push_back(global->second.size());
    in_.exported_.insert(name);
  }

  std::shared_ptr<scope> copy_of(const std::shared_ptr<scope>& s) {
    if (s == nullptr) return nullptr;
    const auto [item, is_new] = copies_.try_emplace(s.get(), nullptr);
    if (!is_new) return item->second;
    const std::shared_ptr<scope> copy = scopes_->make();
    copies_[s.get()] = copy;
    originals_.push_back(s);
    copy->locals = s->locals;
    copy->outer = copy_of(s->outer);
    return copy;
  }

  closure frozen(const closure& f) {
    closure copy = f;
    copy.around = copy_of(f.around);
    if (f.defaults != nullptr)
      copy.defaults = std::make_shared<const std::vector<value>>(frozen(*f.defaults));
    if (seen_.emplace(f.around.get(), f.node).second) open_.push_back(f);
    return copy;
  }

  std::vector<value> frozen(const std::vector<value>& items) {
    std::vector<value> copies;
    for (const value& item : items) copies.push_back(frozen(item));
    return copies;
  }

  value frozen(const value& v) {
    in_.spend(at_);
    value copy = v;
    if (const auto* f = v.get<closure>()) copy.data = frozen(*f);
    if (const auto* s = v.get<sequence>()) copy = with_items(*s, frozen(s->items()));
    if (const auto* s = v.get<value_set>()) copy = make_set(s->items());
    if (const auto* d = v.get<dictionary>()) {
      std::vector<std::pair<value, value>> items;
      for (const auto& [k, item] : d->items()) items.emplace_back(k, frozen(item));
      copy = make_dictionary(std::move(items), d->record);
    }
    fix(v);
    fix(copy);
    if (const auto* p = v.get<partial>()) {
      partial other{std::make_shared<const value>(frozen(*p->function)), {}};
      for (const argument& a : p->first)
        other.first.push_back({a.keyword, std::make_shared<const value>(frozen(*a.given)), a.at});
      copy.data = std::move(other);
    }
    return copy;
  }

  interpreter& in_;
  std::uint32_t at_;
  std::vector<closure> open_;  // their names are not looked up yet
  std::set<std::pair<const scope*, std::uint32_t>> seen_;
  std::map<const scope*, std::shared_ptr<scope>> copies_;
  std::vector<std::shared_ptr<scope>> originals_;  // their addresses stay theirs
  std::shared_ptr<scope_owner> scopes_ = std::make_shared<scope_owner>();
  std::shared_ptr<global_names> globals_ = std::make_shared<global_names>();
};

interpreter::exported interpreter::export_function(const value& f, std::uint32_t where) {
  return freezer(*this, where).freeze(f);
}

value interpreter::exported::called_in(interpreter& in,
                                       const std::vector<argument>& arguments) const {
  try {
    return in.call(function, arguments, at);
  } catch (const fault& f) {
    throw complaint(text->source, f);
  }
}

value interpreter::exported::operator()(std::vector<value> arguments, bool x64) const {
  interpreter in(text, *globals, x64);
  const nested_run nested(in);
  try {
    return in.call(function, std::move(arguments), at);
  } catch (const fault& f) {
    throw complaint(text->source, f);
  }
}

}  // namespace optaxx::recipes
