#include "optaxx/tree_utils/tree_map_params.hpp"

#include <string>
#include <utility>
#include <vector>

#include "core/params_placeholder.hpp"
#include "optaxx/core/errors.hpp"

namespace optaxx {
namespace {

// Of each leaf of a state: its number among the leaves of a tree like the parameters, or -1.
class places {
 public:
  places(const transformation& initable, const tree& state)
      : laid_out_(
            initable
                .init(tree::named_struct(params_placeholder, {{"leaf", array(dtype::f32, {1})}}))
                .structure()),
        state_(state.structure()) {
    walk(0, 0);
  }

  const std::vector<std::ptrdiff_t>& all() const { return all_; }
  /// A tree like the parameters, or null.
  const std::shared_ptr<const tree_structure>& params() const { return params_; }

 private:
  void walk(std::uint32_t a, std::uint32_t b) {
    const auto& laid_out = (*laid_out_)[a];
    const auto& came = (*state_)[b];
    if (laid_out.type == params_placeholder) {
      auto part = tree_structure::part(state_, b);
      if (params_ != nullptr && !same_structure(params_, part)) refuse(b);
      params_ = std::move(part);
      for (std::uint32_t i = 0; i < came.leaves; ++i) all_.push_back(i);
      return;
    }
    if (laid_out.kind != came.kind || laid_out.type != came.type ||
        laid_out.children != came.children)
      refuse(b);
    if (is_leaf(came.kind)) all_.push_back(-1);
    for (std::uint32_t i = 0; i < came.children; ++i)
      walk(laid_out_->child_at(a, i), state_->child_at(b, i));
  }
  [[noreturn]] void refuse(std::uint32_t node) const {
    throw tree_mismatch("tree_map_params: the state" + state_->node_accessor(node) + " is " +
                        tree_structure::part(state_, node)->text() +
                        ", which is not what this transformation lays out");
  }

  std::shared_ptr<const tree_structure> laid_out_;
  std::shared_ptr<const tree_structure> state_;
  std::shared_ptr<const tree_structure> params_;
  std::vector<std::ptrdiff_t> all_;
};

template <class F>
tree mapped(const places& where, const F& f, const tree& state,
            const std::function<array(const array&)>& others) {
  std::vector<array> leaves;
  leaves.reserve(state.leaves().size());
  for (std::size_t i = 0; i < state.leaves().size(); ++i) {
    const array& a = state.leaves()[i];
    const std::ptrdiff_t at = where.all()[i];
    leaves.push_back(at >= 0 ? f(a, static_cast<std::size_t>(at)) : others ? others(a) : a);
  }
  return {state.structure(), std::move(leaves)};
}

}  // namespace

tree tree_map_params(const transformation& initable, const std::function<array(const array&)>& f,
                     const tree& state, const std::function<array(const array&)>& others) {
  return mapped(
      places(initable, state), [&](const array& a, std::size_t) { return f(a); }, state, others);
}

tree tree_map_params(const transformation& initable,
                     const std::function<array(const array&, const array&)>& f, const tree& state,
                     const tree& rest, const std::function<array(const array&)>& others) {
  const places where(initable, state);
  if (where.params() != nullptr && !same_structure(where.params(), rest.structure())) {
    throw tree_mismatch("tree_map_params: rest is " + rest.structure()->text() +
                        ", the parameters are " + where.params()->text());
  }
  return mapped(
      where, [&](const array& a, std::size_t at) { return f(a, rest.leaves()[at]); }, state,
      others);
}

}  // namespace optaxx
