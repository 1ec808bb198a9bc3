#include "support/pow_on.hpp"

namespace support {

extern const pow_on pow_on_neon64{"neon64", &pow_all<float, xsimd::neon64>,
                                  &pow_all<double, xsimd::neon64>};

}  // namespace support
