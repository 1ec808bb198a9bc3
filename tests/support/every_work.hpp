#pragma once

#include <functional>
#include <string>
#include <vector>

namespace support {

/// A kind of work of the library, and all that comes out of it, as text: of numbers the bits.
struct named_work {
  std::string name;
  std::function<std::string()> run;
};

/// One of each kind that computes, parses or prints numbers, but for steps, which
/// every_transformation has. Their numbers are near overflow, subnormal, halfway between others,
/// and infinite.
const std::vector<named_work>& every_work();

}  // namespace support
