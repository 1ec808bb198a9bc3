#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "optaxx/core/transform.hpp"
#include "support/hostile.hpp"
#include "support/memory.hpp"

namespace support {

/// Parameters, and the gradients of some steps.
struct problem {
  optaxx::tree params;
  std::vector<optaxx::tree> grads;
};

/// The dtypes of a tree's leaves, in turn; the gradients' where they are not those of the
/// parameters.
struct tree_types {
  tree_types(std::initializer_list<optaxx::dtype> both) : params(both), grads(both) {}
  tree_types(std::vector<optaxx::dtype> both) : params(both), grads(std::move(both)) {}
  tree_types(std::vector<optaxx::dtype> of_params, std::vector<optaxx::dtype> of_grads)
      : params(std::move(of_params)), grads(std::move(of_grads)) {}

  std::vector<optaxx::dtype> params;
  std::vector<optaxx::dtype> grads;
};

/// Parameters of these lengths (-1: a scalar), and a step per contents of the gradients.
problem make_problem(std::span<const std::int64_t> lengths, const tree_types& types,
                     contents of_params, std::span<const contents> of_grads);

/// Where parameters, gradients and state lie.
enum class placement { own, packed, unaligned };

/// The same problem in other memory. What a run changes is copied for each run.
class placed_problem {
 public:
  placed_problem(const problem& p, placement where);

  placement where() const { return where_; }
  const std::vector<optaxx::tree>& grads() const { return grads_; }
  const optaxx::tree& params() const { return params_; }

 private:
  placement where_;
  optaxx::tree params_;
  std::vector<optaxx::tree> grads_;
  std::vector<std::unique_ptr<guarded_memory>> memory_;
};

/// How a step is taken. The last two apply the updates afterwards.
enum class way { step, update, update_in_place };

/// After each step: the updates (unless the way is `step`), the parameters, the state.
using outcome = std::vector<std::vector<optaxx::array>>;

/// Also expects that nothing was written outside of the arrays.
outcome run(const optaxx::transformation& tx, const placed_problem& p, way how = way::step,
            optaxx::numerics numerics = optaxx::numerics::exact);

/// The transformations one after the other, each by a call of its own on what the one before made.
outcome run_link_by_link(const std::vector<optaxx::transformation>& links, const placed_problem& p);

}  // namespace support
