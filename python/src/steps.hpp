#pragma once

#include <memory>
#include <optaxx/core/transform.hpp>
#include <optional>
#include <string>
#include <vector>

#include "pytree.hpp"

namespace optaxx::python {

/// A transformation on trees of Python. It keeps what it has found out about the trees that it was
/// given, so that the next call finds its own.
class stepper {
 public:
  explicit stepper(transformation tx) : tx_(std::move(tx)) {}

  const transformation& tx() const { return tx_; }

  /// `gradients`: what the gradients will be, if wider than the parameters.
  nb::object init(nb::handle params, std::optional<dtype> gradients);
  /// (updates, new state), in new arrays. `extra`: a dict, or invalid if there is nothing extra.
  nb::object update(nb::handle updates, nb::handle state, nb::handle params,
                    const nb::object& extra);
  /// In the memory of the state and the parameters.
  void step(nb::handle grads, nb::handle state, nb::handle params, const nb::object& extra);

  std::string explain(nb::handle params) const;
  /// A state of this transformation, with the structure that init gives it.
  tree state_tree(nb::handle state);
  nb::object load(const std::string& file, nb::handle params, const std::string& part,
                  bool partial);

 private:
  static nb::object with_numbers(nb::handle params);

  struct plan;
  struct worker;
  struct given;
  class borrowed_worker;
  class call;

  std::shared_ptr<plan> plan_of(const given& params, opt_state&& first);
  std::shared_ptr<plan> find(nb::handle base, const given& leaves, bool dtypes, nb::handle state,
                             leaf_objects& state_leaves);
  bool step_again(nb::handle grads, nb::handle state, nb::handle params, const nb::object& extra);

  transformation tx_;
  std::vector<std::shared_ptr<plan>> plans_;  // the one used last comes first
};

/// params + updates, in new arrays.
nb::object apply_updates(nb::handle params, nb::handle updates);

/// Views of any tree, for as long as the owners live.
tree viewed_tree(nb::handle o, const char* name, std::vector<nb::object>& owners);

}  // namespace optaxx::python
