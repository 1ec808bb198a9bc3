#include "support/lane_on.hpp"

namespace support {

extern const lane_on lane_on_sse2 = operations_of<xsimd::sse2>("sse2");

}  // namespace support
