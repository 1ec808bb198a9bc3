#include "hand_fused_loop.hpp"

namespace bench {

extern const hand_fused hand_fused_avx512 = loops<xsimd::avx512bw>::all;

}  // namespace bench
