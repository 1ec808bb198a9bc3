#include "optaxx/transforms/set_to_zero.hpp"

#include "kernels/set_to_zero.hpp"
#include "transforms/stateless.hpp"

namespace optaxx {
transformation set_to_zero() {
  return stateless_rule({"optax.set_to_zero", {}},
                        [](sweep& s) { s.map(kernels::set_to_zero<double>{}); });
}

}  // namespace optaxx
