#include "hand_fused_loop.hpp"

namespace bench {

extern const hand_fused hand_fused_sse2 = loops<xsimd::sse2>::all;

}  // namespace bench
