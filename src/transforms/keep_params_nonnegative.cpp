#include "optaxx/transforms/keep_params_nonnegative.hpp"

#include "kernels/keep_params_nonnegative.hpp"
#include "transforms/stateless.hpp"

namespace optaxx {
transformation keep_params_nonnegative() {
  return stateless_rule({"optax.keep_params_nonnegative", {}}, [](sweep& s) {
    s.require_params("keep_params_nonnegative");
    s.map(kernels::keep_params_nonnegative<double>{});
  });
}

}  // namespace optaxx
