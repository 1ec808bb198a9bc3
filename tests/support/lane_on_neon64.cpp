#include "support/lane_on.hpp"

namespace support {

extern const lane_on lane_on_neon64 = operations_of<xsimd::neon64>("neon64");

}  // namespace support
