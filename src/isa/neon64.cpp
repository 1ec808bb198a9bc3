#include "isa/interpreter.hpp"

namespace optaxx::isa {

extern const instruction_set neon64{"neon64", &interpreter<float, xsimd::neon64>::interpret,
                                    &interpreter<double, xsimd::neon64>::interpret,
                                    &narrow_floats<xsimd::neon64>::widen,
                                    &narrow_floats<xsimd::neon64>::narrow};

}  // namespace optaxx::isa
