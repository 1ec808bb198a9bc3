#include "optaxx/contrib/normalize.hpp"

#include "kernels/divide.hpp"
#include "transforms/stateless.hpp"

namespace optaxx::contrib {

transformation normalize() {
  return stateless_rule({"optax.contrib.normalize", {}},
                        [](sweep& s) { s.map(kernels::divide<double>{s.global_norm()}); });
}

}  // namespace optaxx::contrib
