// Apart, because each half takes the compiler its time.
#include "isa/interpreter.hpp"

namespace optaxx::isa {

void run_f64_avx2(const program& p, const run& r) noexcept {
  interpreter<double, xsimd::avx2>::interpret(p, r);
}

}  // namespace optaxx::isa
