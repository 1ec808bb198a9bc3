#pragma once

#include <map>
#include <string>

#include "optaxx/core/mask.hpp"
#include "replay/distance.hpp"

namespace golden {

/// What a step from recorded states may differ by, in ULP. The default: nothing.
struct tolerance {
  double updates = 0;
  std::string why = {};
  replay::distance_options unit = {};
  optaxx::path_set state_leaves = {};  ///< The others have the same bits.
  double state = 0;                    ///< What those leaves may differ by.
  double params = 0;                   ///< Parameters, of the recorded updates.
};

/// Of the traces of class `ulp`, by name. What is not here has the same bits.
const std::map<std::string, tolerance>& tolerances();

}  // namespace golden
