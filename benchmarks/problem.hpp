#pragma once

#include <cstddef>
#include <cstdint>
#include <optaxx/optaxx.hpp>
#include <string>
#include <vector>

#include "hand_fused.hpp"

namespace bench {

/// Adam's first bias correction is 1 in float32 from step 165 on, the second from 17,321 on: all
/// steps that are timed are the same one in between.
inline constexpr std::int32_t timed_step = 1000;

/// Arrays of numbers around `scale`, each of this many elements.
optaxx::tree filled(const std::vector<std::size_t>& leaves, float scale,
                    optaxx::dtype type = optaxx::dtype::f32);
/// A dict of matrices under these names, of float32 and filled likewise.
optaxx::tree matrices(const std::vector<std::string>& names, std::size_t rows, std::size_t columns,
                      float scale);

/// A transformation with parameters, gradients and its state, ready to be stepped again and again.
class problem {
 public:
  problem(optaxx::transformation tx, optaxx::tree params, optaxx::tree grads,
          const optaxx::init_options& how = {});
  /// On arrays of these sizes, one behind the other in one block.
  problem(optaxx::transformation tx, const std::vector<std::size_t>& leaves,
          optaxx::dtype type = optaxx::dtype::f32, const optaxx::init_options& how = {});

  /// As in step `timed_step`.
  void operator()() {
    set_count(timed_step - 1);
    step();
  }
  /// As the one that comes next.
  void step(const optaxx::extra_args& extra = {}) { tx.step(grads, state, params, extra); }
  /// As after so many steps.
  void set_count(std::int32_t steps);
  /// The moments: leaves of float32 with one axis, slot by slot.
  std::vector<optaxx::array*> slots();

  optaxx::transformation tx;
  optaxx::tree params, grads;
  optaxx::opt_state state;

 private:
  std::vector<std::int32_t*> counts_;
};

/// The same by hand, on the arrays of a problem: where they lie in a cache differs from run to run,
/// and should not differ between the two.
class by_hand {
 public:
  by_hand(problem& of, loop f, const numbers& k);

  void operator()() { run(timed_step - 1); }
  void step() { run(count_++); }

 private:
  struct arrays {
    float *p, *g, *a, *b;
    std::size_t n;
  };
  void run(std::int32_t count);

  loop f_;
  numbers k_;
  std::int32_t count_ = 0;
  std::vector<arrays> leaves_;
  std::size_t elements_ = 0;
};

/// Both must do the same, to the bit: otherwise the comparison is of different work. Throws
/// std::runtime_error if 200 steps of both differ.
void check_same(const optaxx::transformation& tx, loop f, const numbers& k,
                const optaxx::init_options& how = {});

}  // namespace bench
