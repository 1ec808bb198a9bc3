#include "isa/pattern_loops.hpp"

namespace optaxx::isa {

void run_f16_avx512(const program& p, const run& r) noexcept {
  pattern_loops<float, xsimd::avx512bw, f16_memory>::run_pattern(p, r);
}

}  // namespace optaxx::isa
