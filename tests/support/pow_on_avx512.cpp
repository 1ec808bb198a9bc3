#include "support/pow_on.hpp"

namespace support {

extern const pow_on pow_on_avx512{"avx512", &pow_all<float, xsimd::avx512bw>,
                                  &pow_all<double, xsimd::avx512bw>};

}  // namespace support
