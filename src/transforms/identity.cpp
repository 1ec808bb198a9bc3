#include "optaxx/transforms/identity.hpp"

#include "transforms/stateless.hpp"

namespace optaxx {
transformation identity() {
  return stateless_rule({"optax.identity", {}}, [](sweep&) {});
}

}  // namespace optaxx
