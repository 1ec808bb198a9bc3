#include "isa/pattern_loops.hpp"

namespace optaxx::isa {

void run_f16_avx2(const program& p, const run& r) noexcept {
  pattern_loops<float, xsimd::avx2, f16_memory>::run_pattern(p, r);
}

}  // namespace optaxx::isa
