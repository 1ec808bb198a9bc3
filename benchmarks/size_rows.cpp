#include "problem.hpp"
#include "rows.hpp"

namespace bench {

namespace optax = optaxx;

// From 1 Ki parameters, whose arrays lie in the first-level cache, to main memory.
void add_sizes(table& t) {
  const hand_fused& loops = hand_fused_for(optax::instruction_set().c_str());
  const optax::transformation adamw = optax::adamw(1e-3, {.weight_decay = 0.01});
  for (std::size_t n = 1024; n <= t.how().dram; n *= 4) {
    problem exact(adamw, {n});
    problem fast(adamw, {n}, optax::dtype::f32, {.numerics = optax::numerics::fast});
    by_hand hand(exact, loops.adamw, numbers_of_adamw);
    by_hand touch(exact, loops.touch, numbers_of_adamw);
    t.add(
        {"hand-fused exact", "touch only", n, 0, -1}, [&] { touch(); }, [&] { hand(); });
    t.add(
        {"adamw", "hand-fused exact", n, 0, -1}, [&] { hand(); }, [&] { exact(); });
    t.add(
        {"adamw, numerics::fast", "adamw", n, 0, -1}, [&] { exact(); }, [&] { fast(); });
  }
}

}  // namespace bench
