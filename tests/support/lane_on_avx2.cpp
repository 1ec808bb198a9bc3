#include "support/lane_on.hpp"

namespace support {

extern const lane_on lane_on_avx2 = operations_of<xsimd::avx2>("avx2");

}  // namespace support
