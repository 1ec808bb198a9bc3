#include "isa/pattern_loops.hpp"

namespace optaxx::isa {

void run_bf16_sse2(const program& p, const run& r) noexcept {
  pattern_loops<float, xsimd::sse2, bf16_memory>::run_pattern(p, r);
}

}  // namespace optaxx::isa
