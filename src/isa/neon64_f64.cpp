// Apart, because each half takes the compiler its time.
#include "isa/interpreter.hpp"
#include "isa/random_lanes.hpp"

namespace optaxx::isa {

void run_f64_neon64(const program& p, const run& r) noexcept {
  interpreter<double, xsimd::neon64>::interpret(p, r);
}

void random_f64_neon64(threefry::numbers what, const random_run& r) noexcept {
  random_lanes<double, xsimd::neon64>::fill(what, r);
}

}  // namespace optaxx::isa
