#include "isa/interpreter.hpp"

namespace optaxx::isa {

void run_f64_avx2(const program& p, const run& r) noexcept;
void run_bf16_avx2(const program& p, const run& r) noexcept;

extern const instruction_set avx2{"avx2",
                                  &interpreter<float, xsimd::avx2>::interpret,
                                  &run_f64_avx2,
                                  &run_bf16_avx2,
                                  &narrow_floats<xsimd::avx2>::widen,
                                  &narrow_floats<xsimd::avx2>::narrow};

}  // namespace optaxx::isa
