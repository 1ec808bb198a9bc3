#include "sweep/kernel_pool.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace optaxx::exec {

void kernel_pool::make_room() {
  if (used_ > std::numeric_limits<std::uint32_t>::max())
    throw std::length_error("optaxx: the numbers of a step's kernels take more than 4 GiB");
  bytes_.resize(std::max<std::size_t>(2 * used_, 1024));
}

}  // namespace optaxx::exec
