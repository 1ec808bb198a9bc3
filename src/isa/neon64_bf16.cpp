#include "isa/pattern_loops.hpp"

namespace optaxx::isa {

void run_bf16_neon64(const program& p, const run& r) noexcept {
  pattern_loops<float, xsimd::neon64, bf16_memory>::run_pattern(p, r);
}

}  // namespace optaxx::isa
