#include "support/lane_on.hpp"

namespace support {

extern const lane_on lane_on_avx512 = operations_of<xsimd::avx512bw>("avx512");

}  // namespace support
