#include <vector>

#include "problem.hpp"
#include "rows.hpp"

namespace bench {

namespace optax = optaxx;

// With one thread.
void add_steps(table& t) {
  const hand_fused& loops = hand_fused_for(optax::instruction_set().c_str());
  const auto adamw = [](const auto& rate) { return optax::adamw(rate, {.weight_decay = 0.01}); };
  problem sgd(optax::sgd(1e-3), {1});
  by_hand sgd_by_hand(sgd, loops.sgd, numbers_of_adamw);
  t.add(
      {"sgd, one element", "hand-fused exact", 1, 0, -1}, [&] { sgd_by_hand(); }, [&] { sgd(); });
  problem one(adamw(1e-3), {1});
  by_hand one_by_hand(one, loops.adamw, numbers_of_adamw);
  t.add(
      {"adamw, one element", "hand-fused exact", 1, 0, -1}, [&] { one_by_hand(); }, [&] { one(); });
  problem clipped(optax::chain(optax::clip_by_global_norm(1e-3),
                               adamw(optax::cosine_decay_schedule(1e-3, 1'000'000))),
                  {1});
  t.add(
      {"norm, schedule, adamw, one element", "adamw", 1, 0, -1}, [&] { one(); },
      [&] { clipped(); });
  problem many(adamw(1e-3), std::vector<std::size_t>(1000, 8));
  problem packed(adamw(1e-3), {8000});
  t.add(
      {"adamw, 1000 arrays of 8, packed", "one array", 8000, 0, -1}, [&] { packed(); },
      [&] { many(); });
}

}  // namespace bench
