#include "optaxx/combinators/partition.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "combinators/check_prefix.hpp"
#include "optaxx/combinators/masked.hpp"
#include "optaxx/core/errors.hpp"
#include "optaxx/core/tree_map.hpp"

namespace optaxx {
namespace {

std::string quoted_list(const std::set<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "'" : ", '") + name + "'";
  return text;
}

// The states of the labels, laid out for one tree of parameters.
class states_by_label final : public rule {
 public:
  states_by_label(const labelled_transformations& transforms, const label_tree& labels)
      : transforms_(transforms.begin(), transforms.end()), labels_(labels) {}

  void init(layout& state) const override {
    state.dict();
    for (const auto& item : transforms_) {
      const mask_tree mask =
          tree_map([&](const std::string& l) { return l == item.first; }, labels_);
      state.child(item.first, masked(item.second, mask));
    }
  }
  void update(sweep&, const state_view&) const override {}
  call describe() const override { return {"partition", {}}; }

 private:
  std::map<std::string, transformation> transforms_;  // a dict's keys are sorted
  const label_tree& labels_;
};

class partition_rule final : public rule {
 public:
  explicit partition_rule(const partition_options<>& o) : o_(o) {
    for (const auto& [label, inner] : o_.transforms) {
      if (!names_.insert(label).second)
        throw std::invalid_argument("partition: the label '" + label + "' is given twice");
    }
  }

  void init(layout& state) const override {
    const label_tree labels = o_.param_labels.of(state.params());
    detail::check_prefix("partition", "param_labels", *labels.structure(),
                         *state.params().structure());
    for (std::size_t i = 0; i < labels.leaves().size(); ++i) {
      if (names_.contains(labels.leaves()[i])) continue;
      throw tree_mismatch("partition: param_labels" + labels.structure()->accessor(i) + " is '" +
                          labels.leaves()[i] + "', and there are transformations for " +
                          quoted_list(names_));
    }
    state.type("PartitionState");
    state.child("inner_states", states_by_label(o_.transforms, labels));
  }
  void update(sweep& s, const state_view& state) const override {
    const state_view states = state["inner_states"];
    for (const auto& [label, inner] : o_.transforms) {
      const state_view own = states[label]["inner_state"];
      sweep selected = s.only(own, o_.mask_compatible_extra_args);
      inner.update(selected, own);
    }
  }
  call describe() const override {
    return call_of<partition_options<given, given>>("optax.partition", o_);
  }

 private:
  partition_options<> o_;
  std::set<std::string> names_;
};

}  // namespace

transformation detail::make_partition(const partition_options<>& o) { return partition_rule(o); }

}  // namespace optaxx
