#include "isa/interpreter.hpp"

namespace optaxx::isa {

extern const instruction_set sse2{"sse2", &interpreter<float, xsimd::sse2>::interpret,
                                  &interpreter<double, xsimd::sse2>::interpret};

}  // namespace optaxx::isa
