#include "isa/interpreter.hpp"

namespace optaxx::isa {

void run_f64_sse2(const program& p, const run& r) noexcept;
void run_bf16_sse2(const program& p, const run& r) noexcept;

extern const instruction_set sse2{"sse2",
                                  &interpreter<float, xsimd::sse2>::interpret,
                                  &run_f64_sse2,
                                  &run_bf16_sse2,
                                  &narrow_floats<xsimd::sse2>::widen,
                                  &narrow_floats<xsimd::sse2>::narrow};

}  // namespace optaxx::isa
