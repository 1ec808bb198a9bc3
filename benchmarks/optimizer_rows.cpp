#include <string>

#include "problem.hpp"
#include "rows.hpp"

namespace bench {
namespace {

namespace optax = optaxx;

struct optimizer {
  const char* name;
  optax::transformation tx;
  loop hand_fused::*exact;
  loop hand_fused::*folded;
  numbers k;
};

numbers with(float b2, double one_minus_b2, float eps, float decay, float rate) {
  numbers k = numbers_of_adamw;
  k.b2 = b2;
  k.one_minus_b2 = static_cast<float>(one_minus_b2);
  k.eps = eps;
  k.decay = decay;
  k.rate = rate;
  return k;
}

const optimizer optimizers[] = {
    {"sgd", optax::sgd(1e-3), &hand_fused::sgd, &hand_fused::sgd, numbers_of_adamw},
    {"momentum", optax::sgd(1e-3, {.momentum = 0.9}), &hand_fused::momentum, &hand_fused::momentum,
     with(0, 0, 0, 0.9F, -1e-3F)},
    {"adam", optax::adam(1e-3), &hand_fused::adam, &hand_fused::adam_folded, numbers_of_adamw},
    {"adamw", optax::adamw(1e-3, {.weight_decay = 0.01}), &hand_fused::adamw,
     &hand_fused::adamw_folded, numbers_of_adamw},
    {"lion", optax::lion(1e-3), &hand_fused::lion, &hand_fused::lion,
     with(0.99F, 1 - 0.99, 0, 1e-3F, -1e-3F)},
    {"rmsprop", optax::rmsprop(1e-3), &hand_fused::rmsprop, &hand_fused::rmsprop_folded,
     with(0.9F, 1 - 0.9, 1e-8F, 0, -1e-3F)},
    {"adagrad", optax::adagrad(1e-3), &hand_fused::adagrad, &hand_fused::adagrad_folded,
     with(0, 0, 1e-7F, 0, -1e-3F)},
};

}  // namespace

void add_optimizers(table& t) {
  const hand_fused& loops = hand_fused_for(optax::instruction_set().c_str());
  constexpr optax::init_options fast{.numerics = optax::numerics::fast};
  for (const optimizer& o : optimizers) {
    check_same(o.tx, loops.*o.exact, o.k);
    check_same(o.tx, loops.*o.folded, o.k, fast);
    for (const std::size_t n : {l2_elements, l3_elements}) {
      problem ours(o.tx, {n});
      by_hand hand(ours, loops.*o.exact, o.k);
      t.add(
          {o.name, "hand-fused exact", n, 0.97, 0.92}, [&] { hand(); }, [&] { ours(); });
      problem faster(o.tx, {n}, optax::dtype::f32, fast);
      by_hand folded(faster, loops.*o.folded, o.k);
      t.add(
          {std::string(o.name) + ", numerics::fast", "hand-fused folded", n, 0.95, 0.90},
          [&] { folded(); }, [&] { faster(); });
      if (o.exact != o.folded) {
        t.add(
            {std::string(o.name) + ", numerics::fast", "numerics::exact", n, 0, 0}, [&] { ours(); },
            [&] { faster(); });
      }
    }
  }
}

}  // namespace bench
