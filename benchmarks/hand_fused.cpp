#include "hand_fused.hpp"

#include <string_view>

namespace bench {

extern const hand_fused hand_fused_sse2;
extern const hand_fused hand_fused_avx2;
extern const hand_fused hand_fused_avx512;

const hand_fused& hand_fused_for(const char* instruction_set) {
  const std::string_view name = instruction_set;
  if (name == "avx512") return hand_fused_avx512;
  if (name == "avx2") return hand_fused_avx2;
  return hand_fused_sse2;
}

}  // namespace bench
