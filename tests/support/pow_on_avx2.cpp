#include "support/pow_on.hpp"

namespace support {

extern const pow_on pow_on_avx2{"avx2", &pow_all<float, xsimd::avx2>,
                                &pow_all<double, xsimd::avx2>};

}  // namespace support
