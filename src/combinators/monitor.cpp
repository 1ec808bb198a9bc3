#include "optaxx/combinators/monitor.hpp"

#include <set>
#include <stdexcept>
#include <string>

#include "optaxx/core/astype.hpp"
#include "optaxx/transforms/identity.hpp"
#include "optaxx/tree_utils/tree_cast.hpp"
#include "transforms/measured.hpp"

namespace optaxx {
namespace {

// Bools and integers as a mean of them is.
tree as_floats(tree t, bool x64) {
  for (array& a : t.leaves())
    if (!is_floating(a.dtype())) a = astype(a, x64 ? dtype::f64 : dtype::f32);
  return t;
}

// The state of a filter of what a function measures: that of Optax's chain of the two.
class filtered_state final : public rule {
 public:
  filtered_state(transformation filter, tree seen)
      : filter_(std::move(filter)), seen_(std::move(seen)) {}
  void init(layout& state) const override {
    state.tuple();
    state.child("0", identity());
    state.child("1", filter_, seen_);
  }
  void update(sweep&, const state_view&) const override {}
  call describe() const override { return {}; }

 private:
  transformation filter_;
  tree seen_;
};

class measure_states final : public rule {
 public:
  explicit measure_states(const measurements& all) : all_(&all) {}
  void init(layout& state) const override {
    state.tuple();
    for (std::size_t i = 0; i < all_->size(); ++i) {
      const measurement& m = (*all_)[i].second;
      const std::string position = std::to_string(i);
      if (m.filter() == nullptr) {
        state.child(position, identity());
      } else if (m.function() == nullptr) {
        state.child(position, *m.filter(), state.params());
      } else {
        tree seen = as_floats((*m.function())(state.params(), state.x64()), state.x64());
        state.child(position, filtered_state(*m.filter(), std::move(seen)));
      }
    }
  }
  void update(sweep&, const state_view&) const override {}
  call describe() const override { return {}; }

 private:
  const measurements* all_;
};

class monitor_rule final : public rule {
 public:
  explicit monitor_rule(const monitor_options<>& o) : o_(o) {
    std::set<std::string> names;
    for (const auto& [name, m] : o.measures) {
      if (m.function() == nullptr && m.filter() == nullptr)
        throw std::invalid_argument("monitor: the measure of '" + name + "' is empty");
      if (!names.insert(name).second)
        throw std::invalid_argument("monitor: the name '" + name + "' is given twice");
    }
  }

  void init(layout& state) const override {
    const std::optional<tree> wide = widened_params(state);
    const tree& shown = wide ? *wide : state.params();
    std::vector<std::pair<key, tree>> first;
    for (const auto& [name, m] : o_.measures) {
      tree seen = m.function() == nullptr ? shown : (*m.function())(shown, state.x64());
      if (m.filter() != nullptr) seen = as_floats(std::move(seen), state.x64());
      first.emplace_back(name, tree_zeros_like(seen));
    }
    state.type("MonitorState");
    lay_out_measured(state, "measurements", tree::dict(std::move(first)));
    state.child("measure_states", measure_states(o_.measures));
  }
  void update(sweep& s, const state_view& state) const override {
    const tree& updates = s.updates();
    for (std::size_t i = 0; i < o_.measures.size(); ++i) {
      const auto& [name, m] = o_.measures[i];
      set_measured(s, state["measurements"][name], "monitor", name,
                   measured(m, s, updates, state["measure_states"][i]));
    }
  }
  call describe() const override { return call_of<monitor_options<given>>("optax.monitor", o_); }

 private:
  static tree measured(const measurement& m, sweep& s, const tree& updates,
                       const state_view& state) {
    if (m.function() == nullptr) return s.run(*m.filter(), state, updates, s.params());
    tree seen = (*m.function())(updates, s.x64());
    if (m.filter() == nullptr) return seen;
    return s.run(*m.filter(), state[1], as_floats(std::move(seen), s.x64()), none);
  }

  monitor_options<> o_;
};

}  // namespace

transformation detail::make_monitor(const monitor_options<>& o) { return monitor_rule(o); }

}  // namespace optaxx
