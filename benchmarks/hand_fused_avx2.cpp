#include "hand_fused_loop.hpp"

namespace bench {

extern const hand_fused hand_fused_avx2 = loops<xsimd::avx2>::all;

}  // namespace bench
