// Apart, because each half takes the compiler its time.
#include "isa/interpreter.hpp"

namespace optaxx::isa {

void run_f64_sse2(const program& p, const run& r) noexcept {
  interpreter<double, xsimd::sse2>::interpret(p, r);
}

}  // namespace optaxx::isa
