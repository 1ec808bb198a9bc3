#include "transforms/measured.hpp"

#include <utility>
#include <vector>

#include "optaxx/core/astype.hpp"
#include "optaxx/core/errors.hpp"
#include "sweep/check.hpp"
#include "sweep/inner_layout.hpp"
#include "sweep/recording.hpp"

namespace optaxx {
namespace {

// A part of the state that is this tree and follows wider updates.
class kept_tree final : public rule {
 public:
  explicit kept_tree(tree first) : first_(std::move(first)) {}
  void init(layout& state) const override { state.value(first_); }
  void update(sweep&, const state_view&) const override {}
  call describe() const override { return {}; }

 private:
  tree first_;
};

}  // namespace

std::optional<tree> widened_params(const layout& state) {
  const std::optional<dtype> gradients = gradients_of(state);
  if (!gradients) return std::nullopt;
  std::vector<array> leaves;
  bool wider = false;
  for (const array& a : state.params().leaves()) {
    const dtype type =
        may_update(*gradients, a.dtype()) ? promote(a.dtype(), *gradients) : a.dtype();
    wider = wider || type != a.dtype();
    leaves.push_back(astype(a, type));
  }
  if (!wider) return std::nullopt;
  return tree(state.params().structure(), std::move(leaves));
}

void lay_out_measured(layout& state, std::string_view field, tree first) {
  state.child(field, kept_tree(std::move(first)));
}

void set_measured(sweep& s, const state_view& field, const std::string& rule,
                  const std::string& name, tree came) {
  const step_recording::trees& step = sweep_access::step(s).now();
  const auto expected = tree_structure::part(step.state_plan->state_structure, field.node());
  const auto begin = [&] { return rule + ": what '" + name + "' measures"; };
  if (!same_structure(came.structure(), expected)) {
    throw tree_mismatch(begin() + " came back as " + came.structure()->text() + ", init had " +
                        expected->text());
  }
  const std::uint32_t first = field.structure()[field.node()].first_leaf;
  for (std::uint32_t i = 0; i < came.leaves().size(); ++i) {
    array& a = came.leaves()[i];
    const dtype now = step.dtypes->now()[first + i];
    const shape& form = step.state_plan->state_shapes[first + i];
    const bool wider = step.dtypes->follows(first + i) && may_update(a.dtype(), now) &&
                       promote(a.dtype(), now) == a.dtype();
    const bool floats = is_floating(a.dtype()) && is_floating(now);
    if (!(a.shape() == form) || (a.dtype() != now && !floats)) {
      throw tree_mismatch(begin() + expected->accessor(i) + " came back as " +
                          std::string(name_of(a.dtype())) + " " + a.shape().text() + ", init had " +
                          std::string(name_of(now)) + " " + form.text());
    }
    if (a.dtype() != now && !wider) a = astype(a, now);
  }
  s.set_tree(field, std::move(came));
}

}  // namespace optaxx
