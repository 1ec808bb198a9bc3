#include "support/pow_on.hpp"

namespace support {

extern const pow_on pow_on_sse2{"sse2", &pow_all<float, xsimd::sse2>,
                                &pow_all<double, xsimd::sse2>};

}  // namespace support
