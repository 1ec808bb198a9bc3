#include "isa/folds.hpp"
#include "isa/interpreter.hpp"
#include "isa/random_lanes.hpp"

namespace optaxx::isa {

void run_f64_avx512(const program& p, const run& r) noexcept;
void run_bf16_avx512(const program& p, const run& r) noexcept;
void run_f16_avx512(const program& p, const run& r) noexcept;
void random_f64_avx512(threefry::numbers what, const random_run& r) noexcept;

extern const instruction_set avx512{"avx512",
                                    &interpreter<float, xsimd::avx512bw>::interpret,
                                    &run_f64_avx512,
                                    &run_bf16_avx512,
                                    &run_f16_avx512,
                                    &narrow_floats<xsimd::avx512bw>::widen,
                                    &narrow_floats<xsimd::avx512bw>::narrow,
                                    &fold_run<xsimd::avx512bw>,
                                    &fold_units<xsimd::avx512bw>,
                                    &random_lanes<float, xsimd::avx512bw>::fill,
                                    &random_f64_avx512};

}  // namespace optaxx::isa
