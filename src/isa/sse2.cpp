#include "isa/folds.hpp"
#include "isa/interpreter.hpp"
#include "isa/random_lanes.hpp"

namespace optaxx::isa {

void run_f64_sse2(const program& p, const run& r) noexcept;
void run_bf16_sse2(const program& p, const run& r) noexcept;
void random_f64_sse2(threefry::numbers what, const random_run& r) noexcept;

extern const instruction_set sse2{"sse2",
                                  &interpreter<float, xsimd::sse2>::interpret,
                                  &run_f64_sse2,
                                  &run_bf16_sse2,
                                  nullptr,
                                  &narrow_floats<xsimd::sse2>::widen,
                                  &narrow_floats<xsimd::sse2>::narrow,
                                  &fold_run<xsimd::sse2>,
                                  &fold_units<xsimd::sse2>,
                                  &random_lanes<float, xsimd::sse2>::fill,
                                  &random_f64_sse2};

}  // namespace optaxx::isa
