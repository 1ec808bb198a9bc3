#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "optaxx/core/number.hpp"
#include "optaxx/core/schedule.hpp"
#include "optaxx/core/tree.hpp"

namespace optaxx {

struct extra_args;

/// A function that was not written for one kind of option, as those of other languages are: it
/// becomes what the option that it is given for takes. `describe` shows its name, to be bound.
class untyped_function {
 public:
  virtual ~untyped_function() = default;
  /// A name that Python can read and that means nothing else there, or "".
  virtual std::string name() const = 0;
  virtual number rate(const number& count, bool x64) const = 0;
  virtual mask_tree mask(const tree& params) const = 0;
  virtual label_tree labels(const tree& params) const = 0;
  virtual std::int64_t every_k(step_t gradient_step) const = 0;
  virtual double decay(step_t step, double decay_rate) const = 0;
  virtual std::pair<bool, tree> skip(const tree& updates, step_t gradient_step,
                                     const tree& params) const = 0;
  virtual bool condition(step_t step, const extra_args& extra) const = 0;
  virtual tree measure(const tree& updates) const = 0;
};

}  // namespace optaxx
