#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sweep/watch.hpp"

namespace optaxx {

/// What a pass moves between memory and processor, in bytes.
struct traffic {
  struct slot {
    std::uint32_t first_leaf;  // of the state
    std::size_t bytes = 0;
  };
  std::size_t updates_read = 0;     // gradients, or arrays of updates
  std::size_t updates_written = 0;  // as arrays
  std::size_t params_read = 0;
  std::size_t params_written = 0;
  std::vector<slot> slots_read;
  std::vector<slot> slots_written;

  std::size_t read() const;
  std::size_t written() const;
};

traffic traffic_of(const planned_pass& p);

}  // namespace optaxx
