#include "isa/interpreter.hpp"

namespace optaxx::isa {

extern const instruction_set avx512{"avx512", &interpreter<float, xsimd::avx512bw>::interpret,
                                    &interpreter<double, xsimd::avx512bw>::interpret,
                                    &narrow_floats<xsimd::avx512bw>::widen,
                                    &narrow_floats<xsimd::avx512bw>::narrow};

}  // namespace optaxx::isa
