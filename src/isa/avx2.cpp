#include "isa/folds.hpp"
#include "isa/interpreter.hpp"
#include "isa/random_lanes.hpp"

namespace optaxx::isa {

void run_f64_avx2(const program& p, const run& r) noexcept;
void run_bf16_avx2(const program& p, const run& r) noexcept;
void run_f16_avx2(const program& p, const run& r) noexcept;
void random_f64_avx2(threefry::numbers what, const random_run& r) noexcept;

extern const instruction_set avx2{"avx2",
                                  &interpreter<float, xsimd::avx2>::interpret,
                                  &run_f64_avx2,
                                  &run_bf16_avx2,
                                  &run_f16_avx2,
                                  &narrow_floats<xsimd::avx2>::widen,
                                  &narrow_floats<xsimd::avx2>::narrow,
                                  &fold_run<xsimd::avx2>,
                                  &fold_units<xsimd::avx2>,
                                  &random_lanes<float, xsimd::avx2>::fill,
                                  &random_f64_avx2};

}  // namespace optaxx::isa
