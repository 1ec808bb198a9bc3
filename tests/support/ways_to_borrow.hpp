#pragma once

#include <functional>
#include <optaxx/optaxx.hpp>
#include <vector>

namespace support {

/// Memory of a user's: four parameters, all 3.
struct model {
  std::vector<float> w{3, 3};
  std::vector<float> b{3, 3};
};

optaxx::array borrow_w(model& m);
optaxx::array borrow_b(model& m);
optaxx::tree borrow_layer(model& m);

/// A way to build a tree over the memory of a model.
struct way {
  const char* name;
  std::function<optaxx::tree(model&)> build;
};

/// A step of these trees reaches the memory.
const std::vector<way>& ways_that_keep();
/// These have made a copy, so that a step would not.
const std::vector<way>& ways_that_copy();

}  // namespace support
