#include "isa/folds.hpp"
#include "isa/interpreter.hpp"
#include "isa/random_lanes.hpp"

namespace optaxx::isa {

void run_f64_neon64(const program& p, const run& r) noexcept;
void run_bf16_neon64(const program& p, const run& r) noexcept;
void random_f64_neon64(threefry::numbers what, const random_run& r) noexcept;

extern const instruction_set neon64{"neon64",
                                    &interpreter<float, xsimd::neon64>::interpret,
                                    &run_f64_neon64,
                                    &run_bf16_neon64,
                                    nullptr,
                                    &narrow_floats<xsimd::neon64>::widen,
                                    &narrow_floats<xsimd::neon64>::narrow,
                                    &fold_run<xsimd::neon64>,
                                    &fold_units<xsimd::neon64>,
                                    &random_lanes<float, xsimd::neon64>::fill,
                                    &random_f64_neon64};

}  // namespace optaxx::isa
