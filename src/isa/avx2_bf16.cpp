#include "isa/pattern_loops.hpp"

namespace optaxx::isa {

void run_bf16_avx2(const program& p, const run& r) noexcept {
  pattern_loops<float, xsimd::avx2, bf16_memory>::run_pattern(p, r);
}

}  // namespace optaxx::isa
