#include "recipe/options/convert.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/described_function.hpp"
#include "optaxx/core/errors.hpp"
#include "optaxx/core/untyped_function.hpp"
#include "optaxx/schedules/warmup_cosine_decay_schedule.hpp"
#include "recipe/options/text_transformation.hpp"
#include "recipe/run/nested_run.hpp"
#include "recipe/run/surroundings.hpp"
#include "recipe/values/arithmetic.hpp"
#include "recipe/values/operand.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/tree_values.hpp"

namespace optaxx::recipes {

namespace {

// A function of the text as a schedule.
class text_schedule final : public schedule_function {
 public:
  explicit text_schedule(interpreter::exported f) : f_(std::move(f)) {}

  number at(const number& count, bool x64) const override {
    const dtype type = count.integral() ? dtype::i32 : x64 ? dtype::f64 : dtype::f32;
    const bool weak = !count.integral() && !count.dtype();
    const value v = f_({jax_scalar{count, count.dtype().value_or(type), weak}}, x64);
    if (is_number(v)) return number_of(operand_of(v, x64));
    throw format_error("recipe: the schedule '" + f_.name + "' gives " + described(v) +
                       ", expected a number");
  }
  std::string describe() const override { return f_.name; }

 private:
  interpreter::exported f_;
};

using shared_untyped = std::shared_ptr<const untyped_function>;

class untyped_schedule final : public schedule_function {
 public:
  explicit untyped_schedule(shared_untyped f) : f_(std::move(f)) {}

  number at(const number& count, bool x64) const override { return f_->rate(count, x64); }
  std::string describe() const override { return f_->name().empty() ? "schedule" : f_->name(); }

 private:
  shared_untyped f_;
};

// What `body` makes of an untyped function, shown by its name, or `free_name` if it has none.
template <class Signature, class Body>
detail::described_function<Signature> use(const shared_untyped& f, const char* free_name,
                                          const Body& body) {
  return {[f, body](const auto&... arguments) { return body(*f, arguments...); },
          f->name().empty() ? free_name : f->name()};
}

std::int64_t count_of(const value& v, const std::string& text) {
  if (const auto* i = v.get<std::int64_t>()) return *i;
  if (const auto* b = v.get<bool>()) return *b ? 1 : 0;
  if (const auto* s = v.get<jax_scalar>(); s != nullptr && !is_float(s->type))
    return static_cast<std::int64_t>(s->value);
  throw format_error("recipe: the function '" + text + "' gives " + described(v) +
                     ", expected an integer");
}

// A nested dict, list or tuple as a tree, with `leaf` for all else.
template <class T, class Leaf>
basic_tree<T> tree_of(const value& v, const Leaf& leaf) {
  if (v.get<none_t>() != nullptr) return none;
  if (const auto* d = v.get<dictionary>()) {
    std::vector<std::pair<key, basic_tree<T>>> items;
    for (const auto& [k, item] : d->items()) items.emplace_back(key_of(k), tree_of<T>(item, leaf));
    return basic_tree<T>::dict(std::move(items));
  }
  if (const auto* s = v.get<sequence>()) {
    std::vector<basic_tree<T>> items;
    for (const value& item : s->items()) items.push_back(tree_of<T>(item, leaf));
    return s->tuple ? basic_tree<T>::tuple(std::move(items))
                    : basic_tree<T>::list(std::move(items));
  }
  if (const auto* t = v.get<value_tree>()) {
    std::vector<typename basic_tree<T>::storage> leaves;
    for (const value& item : *t->leaves) leaves.push_back(leaf(item));
    return {t->structure, std::move(leaves)};
  }
  return T(leaf(v));
}

bool is_tree(const value& v) {
  return v.get<dictionary>() != nullptr || v.get<sequence>() != nullptr ||
         v.get<value_tree>() != nullptr;
}

std::optional<bool> mask_leaf(const value& v) {
  if (const auto* b = v.get<bool>()) return *b;
  if (const auto* s = v.get<jax_scalar>(); s != nullptr && s->type == dtype::boolean)
    return s->value != 0;
  return std::nullopt;
}

// Labels are strings here; True and 1 are labels in Python.
std::optional<std::string> label_leaf(const value& v) {
  if (const auto* s = v.get<std::string>()) return *s;
  if (v.get<bool>() != nullptr || v.get<std::int64_t>() != nullptr) return repr(v);
  return std::nullopt;
}

// A leaf that a function of the text made wrong has no better place than the function.
template <class T>
struct checked_leaf {
  std::optional<T> (*convert)(const value&);
  const place& p;
  const char* expected;
  T operator()(const value& v) const {
    if (auto leaf = convert(v)) return *std::move(leaf);
    p.refuse(expected, v);
  }
};

// body(f, ...), which describe() shows by the text of f.
template <class Result, class... Arguments, class Body>
auto described_call(const value& f, const place& p, Body body) {
  interpreter::exported function = p.in.export_function(f, p.at);
  std::string expression = function.name;
  const auto call = [function = std::move(function), body = std::move(body)](
                        Arguments... arguments) -> Result { return body(function, arguments...); };
  return detail::described_function<Result(Arguments...)>{call, std::move(expression)};
}

template <class Tree>
auto function_of_params(const value& f, const place& p) {
  return described_call<Tree, const tree&>(
      f, p, [option = p.option](const interpreter::exported& function, const tree& params) {
        const surroundings_of_text surroundings;
        const value result = function({tree_value(params)}, false);
        interpreter in(function.text, {});
        try {
          return convert(result, {in, function.at, option}, option_type<Tree>{});
        } catch (const fault& wrong) {
          throw complaint(function.text->source, wrong);
        }
      });
}

}  // namespace

scalar_or_schedule convert(const value& v, const place& p, option_type<scalar_or_schedule>) {
  if (v.get<schedule>() != nullptr || is_text_function(v) || untyped(v) != nullptr)
    return convert(v, p, option_type<schedule>{});
  if (!is_number(v) || mask_leaf(v)) p.refuse("a number or a schedule", v);
  return convert(v, p, option_type<number>{});
}

schedule convert(const value& v, const place& p, option_type<schedule>) {
  if (const auto* s = v.get<schedule>()) return *s;
  if (const auto* f = v.get<shared_untyped>()) return untyped_schedule(*f);
  if (is_text_function(v)) return text_schedule(p.in.export_function(v, p.at));
  p.refuse("a schedule", v);
}

transformation convert(const value& v, const place& p, option_type<transformation>) {
  if (const auto* tx = v.get<transformation>()) return *tx;
  p.refuse("a transformation", v);
}

mask_tree convert(const value& v, const place& p, option_type<mask_tree>) {
  return tree_of<bool>(v, checked_leaf<bool>{mask_leaf, p, "True, False or a tree of these"});
}
label_tree convert(const value& v, const place& p, option_type<label_tree>) {
  return tree_of<std::string>(
      v, checked_leaf<std::string>{label_leaf, p, "a label or a tree of labels"});
}

leaf_mask convert(const value& v, const place& p, option_type<leaf_mask>) {
  if (v.get<none_t>() != nullptr) return {};
  if (const auto* m = v.get<leaf_mask>()) return *m;
  if (is_text_function(v)) return function_of_params<mask_tree>(v, p);
  if (const auto* f = v.get<shared_untyped>()) {
    return use<mask_tree(const tree&)>(
        *f, "mask", [](const auto& own, const tree& params) { return own.mask(params); });
  }
  if (!is_tree(v) && !mask_leaf(v)) p.refuse("a tree of bools, or a function that gives one", v);
  return convert(v, p, option_type<mask_tree>{});
}

leaf_labels convert(const value& v, const place& p, option_type<leaf_labels>) {
  if (const auto* l = v.get<leaf_labels>()) return *l;
  if (is_text_function(v)) return function_of_params<label_tree>(v, p);
  if (const auto* f = v.get<shared_untyped>()) {
    return use<label_tree(const tree&)>(
        *f, "labels", [](const auto& own, const tree& params) { return own.labels(params); });
  }
  if (!is_tree(v) && !label_leaf(v)) p.refuse("a tree of labels, or a function that gives one", v);
  return convert(v, p, option_type<label_tree>{});
}

labelled_transformations convert(const value& v, const place& p,
                                 option_type<labelled_transformations>) {
  labelled_transformations result;
  for (const auto& [label, tx] : entries_of(v, p)) {
    result.emplace_back(*label_leaf(label), convert(tx, p, option_type<transformation>{}));
  }
  return result;
}

every_k convert(const value& v, const place& p, option_type<every_k>) {
  if (is_text_function(v)) {
    return described_call<std::int64_t, step_t>(
        v, p, [](const interpreter::exported& function, step_t step) {
          const jax_scalar count{static_cast<double>(step), dtype::i32, false};
          return count_of(function({count}, false), function.name);
        });
  }
  if (const auto* f = v.get<shared_untyped>()) {
    return use<std::int64_t(step_t)>(
        *f, "every_k_schedule", [](const auto& own, step_t step) { return own.every_k(step); });
  }
  if (const auto* s = v.get<schedule>()) return *s;
  if (const auto* i = v.get<std::int64_t>()) return *i;
  p.refuse("an integer, or a function that gives one", v);
}

// A function of updates, step and parameters; what it is asked here is which function of ours it
// calls.
skip_update convert(const value& v, const place& p, option_type<skip_update>) {
  if (const auto* bound = v.get<skip_update>()) return *bound;
  if (const auto* f = v.get<shared_untyped>()) {
    return skip_update(use<skip_decision(const tree&, step_t, const tree&)>(
        *f, "should_skip_update_fn",
        [](const auto& own, const tree& updates, step_t step, const tree& params) {
          return own.skip(updates, step, params);
        }));
  }
  const auto nothing = std::make_shared<const value>(none);
  const std::vector<argument> arguments(3, argument{{}, nothing, p.at});
  const value result = p.in.call(v, arguments, p.at);
  if (const auto* skip = result.get<skip_update>()) return *skip;
  throw fault{p.at, p.option + " must call optax.skip_not_finite or optax.skip_large_updates"};
}

axes convert(const value& v, const place& p, option_type<axes>) {
  if (v.get<std::int64_t>() != nullptr) return convert(v, p, option_type<std::int64_t>{});
  return axes(convert(v, p, option_type<std::vector<std::int64_t>>{}));
}

prng_key convert(const value& v, const place& p, option_type<prng_key>) {
  if (const auto* key = v.get<prng_key>()) return *key;
  if (!is_number(v)) p.refuse("a seed or a key", v);
  return convert(v, p, option_type<std::int64_t>{});
}

step_boundaries convert(const value& v, const place& p, option_type<step_boundaries>) {
  return convert(v, p, option_type<std::vector<number>>{});
}

cosine_part convert(const value& v, const place& p, option_type<cosine_part>) {
  cosine_part result{0, 0, 0, 0};
  const std::vector<std::string> names = warmup_cosine_decay_schedule_options<>::names();
  number* const fields[] = {&result.init_value,  &result.peak_value, &result.warmup_steps,
                            &result.decay_steps, &result.end_value,  &result.exponent};
  std::vector<std::string> missing(names.begin(), names.begin() + 4);
  for (const auto& [name, item] : entries_of(v, p)) {
    const auto* text = name.get<std::string>();
    const auto found = text == nullptr ? names.end() : std::ranges::find(names, *text);
    if (found == names.end()) p.refuse("a dict of arguments of warmup_cosine_decay_schedule", v);
    *fields[found - names.begin()] = convert(item, p, option_type<number>{});
    std::erase(missing, *text);
  }
  if (!missing.empty()) p.refuse("a dict with '" + missing[0] + "'", v);
  return result;
}

scales_by_step convert(const value& v, const place& p, option_type<scales_by_step>) {
  scales_by_step result;
  if (v.get<none_t>() != nullptr) return result;
  for (const auto& [step, scale] : entries_of(v, p)) {
    result.insert_or_assign(convert(step, p, option_type<number>{}),
                            convert(scale, p, option_type<number>{}));
  }
  return result;
}

decay_rate_function convert(const value& v, const place& p, option_type<decay_rate_function>) {
  if (const auto* bound = v.get<decay_rate_function>()) return *bound;
  if (const auto* f = v.get<shared_untyped>()) {
    return use<double(step_t, double)>(
        *f, "decay_rate_fn",
        [](const auto& own, step_t step, double decay) { return own.decay(step, decay); });
  }
  if (!is_text_function(v)) p.refuse("a function of the step and the decay rate", v);
  return described_call<double, step_t, double>(
      v, p, [](const interpreter::exported& function, step_t step, double decay_rate) -> double {
        const jax_scalar count{static_cast<double>(step), dtype::i32, false};
        const value decay = function({count, decay_rate}, false);
        if (const auto* s = decay.get<jax_scalar>()) return s->value;
        if (const auto* d = decay.get<double>()) return *d;
        throw format_error("recipe: the function '" + function.name + "' gives " +
                           described(decay) + ", expected a number");
      });
}

condition convert(const value& v, const place& p, option_type<condition>) {
  if (const auto* bound = v.get<condition>()) return *bound;
  if (const auto* f = v.get<shared_untyped>()) {
    return use<bool(step_t, const extra_args&)>(
        *f, "should_transform_fn", [](const auto& own, step_t step, const extra_args& extra) {
          return own.condition(step, extra);
        });
  }
  if (!is_text_function(v)) p.refuse("a function of the step", v);
  return described_call<bool, step_t, const extra_args&>(
      v, p, [](const interpreter::exported& function, step_t step, const extra_args& extra) {
        std::vector<argument> arguments;
        const auto give = [&](const std::string& keyword, value given) {
          arguments.push_back({keyword, std::make_shared<const value>(std::move(given)), 0});
        };
        give("", jax_scalar{static_cast<double>(step), dtype::i32, false});
        if (extra.value) give("value", jax_scalar{*extra.value, dtype::f32, false});
        if (extra.grad != nullptr) give("grad", tree_value(*extra.grad));
        for (const auto& [name, other] : extra.others) {
          const auto* number = std::get_if<double>(&other);
          give(name, number != nullptr ? value(jax_scalar{*number, dtype::f32, false})
                                       : tree_value(std::get<tree>(other)));
        }
        interpreter in(function.text, *function.globals, false);
        const nested_run nested(in);
        return truth(function.called_in(in, arguments));
      });
}

measure convert(const value& v, const place& p, option_type<measure>) {
  if (const auto* bound = v.get<measurement>();
      bound != nullptr && bound->function() != nullptr && bound->filter() == nullptr)
    return *bound->function();
  if (const auto* f = v.get<shared_untyped>()) {
    return use<tree(const tree&, bool)>(
        *f, "measure",
        [](const auto& own, const tree& updates, bool) { return own.measure(updates); });
  }
  if (!is_text_function(v) && v.get<std::shared_ptr<const builtin>>() == nullptr)
    p.refuse("a function of the updates", v);
  return text_measure(v, p.in, p.at);
}

measurements convert(const value& v, const place& p, option_type<measurements>) {
  measurements result;
  for (const auto& [name, item] : entries_of(v, p)) {
    const auto* text = name.get<std::string>();
    if (text == nullptr) p.refuse("a dict of measures by name", v);
    if (const auto* m = item.get<measurement>()) {
      result.emplace_back(*text, *m);
    } else if (const auto* tx = item.get<transformation>()) {
      result.emplace_back(*text, *tx);
    } else {
      result.emplace_back(*text, convert(item, p, option_type<measure>{}));
    }
  }
  return result;
}

}  // namespace optaxx::recipes
