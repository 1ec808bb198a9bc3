#include "recipe/options/text_transformation.hpp"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "core/described_function.hpp"
#include "optaxx/core/errors.hpp"
#include "recipe/run/nested_run.hpp"
#include "recipe/values/array_trees.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/tree_values.hpp"

namespace optaxx::recipes {
namespace {

using function = interpreter::exported;

// One call of a function of the text over arrays.
class array_call {
 public:
  array_call(const function& f, bool x64, std::uint64_t elements, std::uint64_t leaves)
      : f_(f),
        x64_(x64),
        in_(f.text, *f.globals, x64, std::make_shared<array_allowance>(elements), leaves),
        nested_(in_) {}

  const allowance_of_arrays& allowance() const { return in_.arrays(); }

  void give(value v, std::string keyword = {}) {
    arguments_.push_back({std::move(keyword), std::make_shared<const value>(std::move(v)), f_.at});
  }
  value run() {
    value result = f_.called_in(in_, arguments_);
    arguments_.clear();
    return result;
  }

  /// What is wrong with a result, at the function. tree_mismatch has the words of format_error.
  template <class F>
  auto checked(const F& check) const {
    try {
      return check();
    } catch (const std::invalid_argument& e) {
      throw complaint(f_.text->source, {f_.at, e.what()});
    }
  }

 private:
  const function& f_;
  bool x64_;
  interpreter in_;
  nested_run nested_;
  std::vector<argument> arguments_;
};

// The def that stands around a function in the text: it made the transformation.
std::string maker_of(const value& f) {
  const auto* c = f.get<closure>();
  if (c == nullptr) return {};
  const syntax& text = *c->text;
  const node& inner = text[c->node];
  const node* nearest = nullptr;
  std::string name;
  for (const node& n : text.nodes) {
    if (n.type != node_type::definition) continue;
    const node& outer = text[n.children[1]];
    const bool around = outer.begin <= inner.begin && inner.end <= outer.end && &outer != &inner;
    if (!around || (nearest != nullptr && outer.begin < nearest->begin)) continue;
    nearest = &outer;
    name = std::string(text.text(n.children[0]));
  }
  return name.empty() ? c->name : name;
}

bool is_expression(const value& f, const function& exported) {
  const auto* c = f.get<closure>();
  return c == nullptr || exported.name != c->name || c->name.empty();
}

// A call with its functions as text if they are expressions; else the name of what made them, which
// stands for the transformation.
call description(
    const std::string& name,
    const std::vector<std::pair<std::string, std::pair<value, std::string>>>& functions,
    bool expressions) {
  if (!expressions) return {maker_of(functions.back().second.first), {}};
  call result{name, {}};
  for (const auto& [keyword, f] : functions) result.arguments.emplace_back(keyword, f.second);
  return result;
}

// What a function takes of the extra arguments.
struct wanted_extra {
  bool all = false;
  std::vector<std::string> names;
};

wanted_extra extra_of(const value& f) {
  const auto* c = f.get<closure>();
  if (c == nullptr) return {true, {}};
  wanted_extra result;
  for (const std::uint32_t child : (*c->text)[c->node].children) {
    const node_type type = (*c->text)[child].type;
    if (type == node_type::rest_by_name) result.all = true;
    if (type == node_type::parameter) result.names.emplace_back(c->text->text(child));
  }
  return result;
}

class text_rule final : public rule {
 public:
  text_rule(call c, function init, function update, std::optional<wanted_extra> extra)
      : call_(std::move(c)),
        init_(std::move(init)),
        update_(std::move(update)),
        extra_(std::move(extra)) {}

  void init(layout& state) const override {
    const auto params = std::make_shared<const tree>(state.params());
    array_call made(init_, state.x64(), elements_of(*params), params->leaves().size());
    made.give(value_of(params, made.allowance()));
    const value result = made.run();
    state.value(made.checked([&] { return tree_of(result, state.x64()); }));
  }

  void update(sweep& s, const state_view& state) const override {
    const auto params = std::make_shared<const tree>(s.params());
    const auto before = std::make_shared<const tree>(s.get_tree(state));
    tree next;
    s.replace([&](tree updates) {
      const auto given = std::make_shared<const tree>(std::move(updates));
      array_call step(update_, s.x64(),
                      elements_of(*given) + elements_of(*params) + elements_of(*before),
                      given->leaves().size() + before->leaves().size());
      step.give(value_of(given, step.allowance()));
      step.give(state_value(before, *given, step.allowance()));
      step.give(value_of(params, step.allowance()));
      if (extra_) give_extra(s.extra(), step);
      const value result = step.run();
      return step.checked([&] {
        const auto* both = result.get<sequence>();
        if (both == nullptr || !both->tuple || both->items().size() != 2) {
          throw std::invalid_argument("update gives the updates and the state, got " +
                                      described(result));
        }
        next = tree_like(before->structure(), both->items()[1], "the state", s.x64());
        check_state(*before, next);
        return updates_of(*given, both->items()[0], s.x64());
      });
    });
    s.set_tree(state, std::move(next));
  }

  call describe() const override { return call_; }

  static tree updates_of(const tree& given, const value& v, bool x64) {
    tree result = tree_like(given.structure(), v, "the updates", x64);
    for (std::size_t i = 0; i < result.leaves().size(); ++i) {
      const array& a = result.leaves()[i];
      if (a.shape() == given.leaves()[i].shape()) continue;
      throw std::invalid_argument("the updates" + given.structure()->accessor(i) +
                                  " came back with shape " + a.shape().text() + ", expected " +
                                  given.leaves()[i].shape().text());
    }
    return result;
  }

 private:
  // As Optax's own states do where the updates are wider than the parameters.
  static bool may_become(dtype before, dtype now) {
    return is_narrow(before) && (is_narrow(now) || now == dtype::f32) &&
           promote(before, now) == now;
  }
  static void check_state(const tree& before, const tree& next) {
    for (std::size_t i = 0; i < next.leaves().size(); ++i) {
      const array& a = before.leaves()[i];
      const array& b = next.leaves()[i];
      const bool wider = may_become(a.dtype(), b.dtype());
      if ((a.dtype() == b.dtype() || wider) && a.shape() == b.shape()) continue;
      throw std::invalid_argument("the state" + before.structure()->accessor(i) + " came back as " +
                                  std::string(name_of(b.dtype())) + " " + b.shape().text() +
                                  ", init made " + std::string(name_of(a.dtype())) + " " +
                                  a.shape().text());
    }
  }

  void give_extra(const extra_args& extra, array_call& step) const {
    const auto wanted = [&](const std::string& name) {
      return extra_->all ||
             std::find(extra_->names.begin(), extra_->names.end(), name) != extra_->names.end();
    };
    const auto give_tree = [&](const std::string& name, const tree& t) {
      step.give(value_of(std::make_shared<const tree>(t), step.allowance()), name);
    };
    if (extra.value && wanted("value")) step.give(*extra.value, "value");
    if (extra.grad != nullptr && wanted("grad")) give_tree("grad", *extra.grad);
    for (const auto& [name, given] : extra.others) {
      if (!wanted(name)) continue;
      if (const auto* d = std::get_if<double>(&given)) step.give(*d, name);
      if (const auto* t = std::get_if<tree>(&given)) give_tree(name, *t);
    }
  }

  call call_;
  function init_;
  function update_;
  std::optional<wanted_extra> extra_;
};

// A function of updates and parameters, of whole trees or leaf by leaf.
class stateless_text_rule final : public rule {
 public:
  stateless_text_rule(call c, function f, bool by_leaf)
      : call_(std::move(c)), f_(std::move(f)), by_leaf_(by_leaf) {}

  void init(layout&) const override {}
  void update(sweep& s, const state_view&) const override {
    const auto params = std::make_shared<const tree>(s.params());
    s.replace([&](tree updates) {
      const auto given = std::make_shared<const tree>(std::move(updates));
      array_call step(f_, s.x64(), elements_of(*given) + elements_of(*params),
                      given->leaves().size());
      const value result = by_leaf_ ? map(given, *params, step) : whole(given, params, step);
      return step.checked([&] { return text_rule::updates_of(*given, result, s.x64()); });
    });
  }
  call describe() const override { return call_; }

 private:
  static value whole(const std::shared_ptr<const tree>& updates,
                     const std::shared_ptr<const tree>& params, array_call& step) {
    step.give(value_of(updates, step.allowance()));
    step.give(value_of(params, step.allowance()));
    return step.run();
  }

  static value map(const std::shared_ptr<const tree>& updates, const tree& params,
                   array_call& step) {
    const auto leaf = [&](const tree& of, std::size_t i) {
      return array_value(std::shared_ptr<const array>(updates, &of.leaves()[i]), false,
                         step.allowance());
    };
    std::vector<value> leaves;
    for (std::size_t i = 0; i < updates->leaves().size(); ++i) {
      step.give(leaf(*updates, i));
      step.give(params.is_none() ? value(none) : leaf(params, i));
      leaves.push_back(step.run());
    }
    if (is_leaf(updates->kind())) return std::move(leaves.front());
    return value_tree{updates->structure(),
                      std::make_shared<const std::vector<value>>(std::move(leaves))};
  }

  call call_;
  function f_;
  bool by_leaf_;
};

transformation stateless_of(const std::string& name, const value& f, bool by_leaf,
                            const call_site& site) {
  function exported = site.in.export_function(f, site.at);
  call c = description(name, {{"f", {f, exported.name}}}, is_expression(f, exported));
  return stateless_text_rule(std::move(c), std::move(exported), by_leaf);
}

}  // namespace

transformation text_transformation(const value& init, const value& update, bool extra,
                                   const call_site& site) {
  function init_function = site.in.export_function(init, site.at);
  function update_function = site.in.export_function(update, site.at);
  const bool expressions =
      is_expression(init, init_function) && is_expression(update, update_function);
  call c = description(
      extra ? "optax.GradientTransformationExtraArgs" : "optax.GradientTransformation",
      {{"init", {init, init_function.name}}, {"update", {update, update_function.name}}},
      expressions);
  return text_rule(std::move(c), std::move(init_function), std::move(update_function),
                   extra ? std::optional(extra_of(update)) : std::nullopt);
}

transformation text_stateless(const value& f, const call_site& site) {
  return stateless_of("optax.stateless", f, false, site);
}
transformation text_stateless_with_tree_map(const value& f, const call_site& site) {
  return stateless_of("optax.stateless_with_tree_map", f, true, site);
}

measure text_measure(const value& f, interpreter& in, std::uint32_t at) {
  function exported = in.export_function(f, at);
  std::string expression = exported.name;
  const auto measured = [f = std::move(exported)](const tree& updates, bool x64) {
    // It is looked at as long as the call goes on.
    const std::shared_ptr<const tree> given(std::shared_ptr<const tree>(), &updates);
    array_call step(f, x64, elements_of(updates), updates.leaves().size());
    step.give(value_of(given, step.allowance()));
    const value result = step.run();
    return step.checked([&] { return tree_of(result, x64); });
  };
  return optaxx::detail::described_function<tree(const tree&, bool)>{measured,
                                                                     std::move(expression)};
}

}  // namespace optaxx::recipes
