// XLA's foreign functions: a step within programs that JAX has compiled for the CPU.
#pragma once

#include <memory>
#include <mutex>
#include <optaxx/core/transform.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "python.hpp"

namespace optaxx::python {

/// `update` of one transformation on trees of one kind, whose leaves come as arrays and go into
/// arrays. It calls no functions of Python.
class compiled_update {
 public:
  struct extra {
    std::string name;
    std::shared_ptr<const tree_structure> structure;
  };
  /// `state`: one that fits, whose arrays do not count. `params`: null where there are none.
  compiled_update(transformation tx, std::shared_ptr<const tree_structure> updates, opt_state state,
                  std::shared_ptr<const tree_structure> params, std::vector<extra> extras);

  /// Of the leaves of updates, state, params and extras those of the new updates and state. An
  /// array of the new state may be the memory of the old one.
  void run(std::vector<array> in, std::vector<array> out);

  std::string text() const { return describe(tx_); }

 private:
  transformation tx_;
  std::shared_ptr<const tree_structure> updates_;
  opt_state state_;
  std::shared_ptr<const tree_structure> params_;
  std::vector<extra> extras_;
  std::mutex one_at_a_time_;
};

/// The number by which programs call it. Programs may call for as long as the process lives, and so
/// does it.
std::int64_t add_compiled(std::unique_ptr<compiled_update> update);

/// What jax.ffi.register_ffi_target takes. A call has the attributes `number`, of add_compiled, and
/// `recipe`, what the update says of itself. `minor`: of the version of XLA's interface, which is
/// 0.x.
nb::object xla_target(int minor);

}  // namespace optaxx::python
