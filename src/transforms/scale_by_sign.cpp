#include "optaxx/transforms/scale_by_sign.hpp"

#include "kernels/scale_by_sign.hpp"
#include "transforms/stateless.hpp"

namespace optaxx {
transformation scale_by_sign() {
  return stateless_rule({"optax.scale_by_sign", {}},
                        [](sweep& s) { s.map(kernels::scale_by_sign<double>{}); });
}

}  // namespace optaxx
