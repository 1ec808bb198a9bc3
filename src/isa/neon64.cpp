#include "isa/interpreter.hpp"

namespace optaxx::isa {

void run_f64_neon64(const program& p, const run& r) noexcept;
void run_bf16_neon64(const program& p, const run& r) noexcept;

extern const instruction_set neon64{"neon64",
                                    &interpreter<float, xsimd::neon64>::interpret,
                                    &run_f64_neon64,
                                    &run_bf16_neon64,
                                    &narrow_floats<xsimd::neon64>::widen,
                                    &narrow_floats<xsimd::neon64>::narrow};

}  // namespace optaxx::isa
