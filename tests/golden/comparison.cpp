#include "golden/comparison.hpp"

#include <fmt/format.h>

#include "golden/tolerances.hpp"

namespace golden {

comparison forced_run(const replay::trace& t) {
  const auto row = tolerances().find(t.name);
  comparison result{t.name, {}, {}};
  replay::distance_options unit;
  if (row != tolerances().end()) {
    unit.single = row->second.unit.single;
    result.why = row->second.why + (unit.single ? ", so it is counted in float32" : "");
  }
  replay::run(t, replay::transformation_of(t), {.forced = true}, [&](const auto& leaf) {
    result.far.widen(replay::distance_between(leaf.got, leaf.wanted, unit));
  });
  return result;
}

std::string text_of(const comparison& c) {
  if (c.far.ulp == 0) return "none";
  return fmt::format("{:.3g} ULP, {:.3g} of the array's largest: {} (`{}`)", c.far.ulp,
                     c.far.leaf_ulp, c.why, c.trace);
}

}  // namespace golden
