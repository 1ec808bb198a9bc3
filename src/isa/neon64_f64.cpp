// Apart, because each half takes the compiler its time.
#include "isa/interpreter.hpp"

namespace optaxx::isa {

void run_f64_neon64(const program& p, const run& r) noexcept {
  interpreter<double, xsimd::neon64>::interpret(p, r);
}

}  // namespace optaxx::isa
