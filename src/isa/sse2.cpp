#include "isa/interpreter.hpp"

namespace optaxx::isa {

extern const instruction_set sse2{"sse2", &interpreter<float, xsimd::sse2>::interpret,
                                  &interpreter<double, xsimd::sse2>::interpret,
                                  &narrow_floats<xsimd::sse2>::widen,
                                  &narrow_floats<xsimd::sse2>::narrow};

}  // namespace optaxx::isa
