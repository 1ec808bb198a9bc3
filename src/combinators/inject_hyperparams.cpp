#include "optaxx/combinators/inject_hyperparams.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>

#include "core/element.hpp"
#include "core/flush_guard.hpp"
#include "sweep/recording.hpp"

namespace optaxx {
namespace {

using detail::hyperparam;
using detail::injection;

std::string names_of(const std::vector<hyperparam>& hyperparams) {
  std::string names;
  for (const hyperparam& h : hyperparams) names += (names.empty() ? "'" : ", '") + h.name + "'";
  return names.empty() ? "none" : names;
}

// As an array of that type holds it.
double as_stored(double value, dtype type) {
  if (!is_floating(type)) return array::scalar(type, value).item();
  return detail::flushed([&] { return detail::rounded_element(type, value); });
}

// Bit by bit: -0.0 is not 0.0, and NaN is NaN.
bool same_bits(const number& a, const number& b) {
  return std::bit_cast<std::uint64_t>(a.value()) == std::bit_cast<std::uint64_t>(b.value()) &&
         a.integral() == b.integral() && a.dtype() == b.dtype();
}

class typed_count final : public schedule_function {
 public:
  explicit typed_count(dtype type) : type_(type) {}
  number at(const number& count, bool x64) const override {
    return {count, type_ == dtype::f64 && !x64 ? dtype::f32 : type_};
  }
  std::string describe() const override { return option_text(type_); }

 private:
  dtype type_;
};

class inject_hyperparams_rule final : public rule {
 public:
  inject_hyperparams_rule(injection what, const inject_hyperparams_options& settings)
      : what_(std::move(what)), settings_(settings), id_(injected_numbers::new_rule()) {}

  void init(layout& state) const override {
    std::vector<std::pair<key, tree>> hyperparams;
    std::vector<std::pair<key, tree>> states;
    std::vector<number> values;
    const array* const params = state.params().leaves().data();
    const dtype floats = type_of_floats(state.params().leaves().size(),
                                        [&](std::size_t i) { return params[i].dtype(); });
    for (const hyperparam& h : what_.hyperparams) {
      std::optional<tree> own;
      if (h.stateful != nullptr) {
        own = h.stateful->init();
      } else if (h.value.is_schedule()) {
        own = tree::named_struct("WrappedScheduleState", {{"count", array::scalar(dtype::i32, 0)}});
      }
      const number value =
          h.stateful != nullptr ? asked(h, *own, {}, floats, state.x64())
          : own                 ? scheduled(h.value.as_schedule(), 0, floats, state.x64())
                : stored(h.value.as_number(), h.value.as_number(), floats, state.x64());
      values.push_back(value);
      hyperparams.emplace_back(h.name, array::scalar(*value.dtype(), value));
      if (own) states.emplace_back(h.name, *std::move(own));
    }
    state.type("InjectStatefulHyperparamsState");
    state.scalar("count", dtype::i32);
    state.value("hyperparams", tree::dict(std::move(hyperparams)));
    state.value("hyperparams_states", tree::dict(std::move(states)));
    state.child("inner_state", what_.build(values));
  }
  void update(sweep& s, const state_view& state) const override {
    const state_view hyperparams = state["hyperparams"];
    injected_numbers& known = sweep_access::step(s).injected(state.node(), id_);
    std::vector<number>& values = known.now;
    values.clear();
    const dtype floats = type_of_floats(s.leaves(), [&](std::size_t i) { return s.leaf_dtype(i); });
    for (const hyperparam& h : what_.hyperparams) {
      const scalar place = hyperparams[h.name];
      if (h.stateful != nullptr) {
        const state_view own = state["hyperparams_states"][h.name];
        const tree before = s.get_tree(own);
        values.push_back(asked(h, before, s.extra(), floats, s.x64()));
        s.set_tree(own, h.stateful->update(before, s.extra()));
      } else if (h.value.is_schedule()) {
        const scalar count = state["hyperparams_states"][h.name]["count"];
        values.push_back(scheduled(h.value.as_schedule(), s.get(count), floats, s.x64()));
        s.increment(count);
      } else {
        values.push_back(stored(h.value.as_number(), s.get(place), floats, s.x64()));
      }
      s.set(place, values.back());
    }
    s.increment(state["count"]);
    if (!known.built || !std::ranges::equal(values, known.before, same_bits)) {
      known.built = what_.build(values);
      known.before = values;
    }
    const transformation inner = *known.built;
    inner.update(s, state["inner_state"]);
  }
  call describe() const override {
    const auto& [function, arguments] = what_.description;
    inject_hyperparams_options settings = settings_;
    for (const std::string& name : what_.callables) {
      if (!detail::is_one_of(name, settings.static_args)) settings.static_args.push_back(name);
    }
    // ")" or "static_args=[...])".
    const std::string inside =
        call_of<inject_hyperparams_options>("optax.", settings).text().substr(7);
    return {"optax.inject_hyperparams(" + function + (inside == ")" ? "" : ", ") + inside,
            arguments};
  }

 private:
  // A value of that number, as the array that Optax makes of it.
  static number stored(const number& n, double value, dtype floats, bool x64) {
    const dtype python = n.integral() ? (x64 ? dtype::i64 : dtype::i32) : floats;
    const dtype type = n.dtype().value_or(python);
    return {as_stored(value, type), type};
  }
  static number scheduled(const schedule& s, double count, dtype floats, bool x64) {
    const number n = s.at(static_cast<step_t>(count), x64);
    return stored(n, n, floats, x64);
  }
  static number asked(const hyperparam& h, const tree& state, const extra_args& extra, dtype floats,
                      bool x64) {
    const number n = h.stateful->at(state, extra);
    return stored(n, n, floats, x64);
  }
  // The widest of the leaves, of which there are n.
  template <class TypeOf>
  dtype type_of_floats(std::size_t n, const TypeOf& type_of) const {
    if (settings_.hyperparam_dtype) return *settings_.hyperparam_dtype;
    std::optional<dtype> widest;
    for (std::size_t i = 0; i < n; ++i) {
      const dtype type = type_of(i);
      if (is_floating(type)) widest = promote(widest.value_or(type), type);
    }
    return widest.value_or(dtype::f32);
  }

  injection what_;
  inject_hyperparams_options settings_;
  std::uint64_t id_;
};

// The number of that name, which is shown by that text from now on.
hyperparam& followed(injection& what, const std::string& name, std::string text) {
  const auto h = std::ranges::find(what.hyperparams, name, &hyperparam::name);
  if (h == what.hyperparams.end()) {
    throw std::invalid_argument("inject_hyperparams: " + what.description.function +
                                " has no numeric option '" + name + "' that is set, it has " +
                                names_of(what.hyperparams));
  }
  auto& arguments = what.description.arguments;
  const auto shown = std::ranges::find(arguments, name, [](const auto& a) { return a.first; });
  if (shown == arguments.end()) {
    arguments.emplace_back(name, std::move(text));
  } else {
    shown->second = std::move(text);
  }
  return *h;
}

}  // namespace

void detail::check_static_args(const std::vector<std::string>& static_args,
                               const std::vector<std::string>& all) {
  for (const std::string& name : static_args) {
    if (is_one_of(name, all)) continue;
    throw std::invalid_argument("inject_hyperparams: there is no option '" + name +
                                "' to be static, there are " + option_text(all));
  }
}

void detail::set_schedules(injection& what,
                           const std::vector<std::pair<std::string, schedule>>& schedules) {
  for (const auto& [name, s] : schedules) followed(what, name, s.describe()).value = s;
}

void detail::set_stateful(injection& what, const std::string& name,
                          std::shared_ptr<const stateful_schedule> s) {
  followed(what, name, "schedule").stateful = std::move(s);
}

schedule detail::counts_in(dtype type) { return typed_count(type); }

transformation detail::make_injected(injection what, const inject_hyperparams_options& settings) {
  return inject_hyperparams_rule(std::move(what), settings);
}

}  // namespace optaxx
