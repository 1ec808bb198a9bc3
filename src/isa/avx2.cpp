#include "isa/interpreter.hpp"

namespace optaxx::isa {

extern const instruction_set avx2{"avx2", &interpreter<float, xsimd::avx2>::interpret,
                                  &interpreter<double, xsimd::avx2>::interpret,
                                  &narrow_floats<xsimd::avx2>::widen,
                                  &narrow_floats<xsimd::avx2>::narrow};

}  // namespace optaxx::isa
