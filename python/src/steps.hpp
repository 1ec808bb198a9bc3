#pragma once

#include <memory>
#include <optaxx/core/transform.hpp>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "pytree.hpp"

namespace optaxx::python {

/// A transformation on trees of Python. It keeps what it has found out about the trees that it was
/// given, so that the next call finds its own.
class stepper {
 public:
  class held;

  explicit stepper(transformation tx) : tx_(std::move(tx)) {}

  const transformation& tx() const { return tx_; }

  /// `gradients`: what the gradients will be, if wider than the parameters.
  nb::object init(nb::handle params, std::optional<dtype> gradients);
  /// (updates, new state), in new arrays. `extra`: a dict, or invalid if there is nothing extra.
  nb::object update(nb::handle updates, nb::handle state, nb::handle params,
                    const nb::object& extra);
  /// In the memory of the state and the parameters.
  void step(nb::handle grads, nb::handle state, nb::handle params, const nb::object& extra);

  /// `update` for programs that XLA runs, of trees like these, and the leaves of all four in the
  /// order in which the program gives them: add_compiled's number and a list.
  std::pair<std::int64_t, nb::list> compiled(nb::handle updates, nb::handle state,
                                             nb::handle params, const nb::dict& extra);

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

/// Parameters that are tensors, and a state for them: what each step would have to look for again.
/// The state's arrays stay where they are; tensors may get other memory.
class stepper::held {
 public:
  held(nb::object tx, nb::handle state, nb::handle params);
  ~held();
  held(held&&) noexcept;
  held& operator=(held&&) = delete;

  /// A step with what the tensors have as gradients, in place. False, and nothing has happened, if
  /// they are not all there and as dense as the parameters and of their dtype: `step` tells more.
  bool step(const nb::object& extra);

  int visit(visitproc visit, void* arg) const;
  void clear();

 private:
  nb::object tx_;
  std::shared_ptr<plan> plan_;
  std::unique_ptr<worker> worker_;
  bool steps_ = false;  // on some thread
};

/// params + updates, in new arrays.
nb::object apply_updates(nb::handle params, nb::handle updates);

/// A tree of new arrays: the memory of those that own theirs, otherwise copies. `jax`: of JAX.
nb::object new_arrays(const pytree& form, std::span<array> leaves, bool jax);

/// Views of any tree, for as long as the owners live.
tree viewed_tree(nb::handle o, const char* name, std::vector<nb::object>& owners);

}  // namespace optaxx::python
