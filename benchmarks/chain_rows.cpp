#include <stdexcept>

#include "problem.hpp"
#include "rows.hpp"

namespace bench {
namespace {

namespace optax = optaxx;

constexpr auto rate = [](optax::step_t) { return 1e-3; };

// Clip factor, Adam, decay, schedule and sign; `step` applies.
optax::transformation six_links() {
  return optax::chain(optax::scale(0.5), optax::scale_by_adam(), optax::add_decayed_weights(0.01),
                      optax::scale_by_schedule(rate), optax::scale(-1.0));
}

// The same in another order, which no loop is compiled for.
optax::transformation six_interpreted() {
  return optax::chain(optax::scale(0.5), optax::scale(1.0), optax::scale_by_adam(),
                      optax::add_decayed_weights(0.01), optax::scale(1e-3), optax::scale(-1.0));
}

// The same between four that scale by 1 and one that clips: five more that cost what a link costs.
optax::transformation eleven_links() {
  return optax::chain(optax::scale(1.0), optax::scale(0.5), optax::clip(1e30), optax::scale(1.0),
                      optax::scale_by_adam(), optax::scale(1.0), optax::add_decayed_weights(0.01),
                      optax::scale_by_schedule(rate), optax::scale(1.0), optax::scale(-1.0));
}

constexpr numbers k{0.5F,
                    0.9F,
                    static_cast<float>(1 - 0.9),
                    0.999F,
                    static_cast<float>(1 - 0.999),
                    1.0F,
                    1.0F,
                    1e-8F,
                    0.0F,
                    0.01F,
                    1e-3F};

}  // namespace

void add_chains(table& t) {
  const hand_fused& loops = hand_fused_for(optax::instruction_set().c_str());
  check_same(six_links(), loops.six_links, k);
  check_same(six_interpreted(), loops.six_links, k);
  check_same(eleven_links(), loops.six_links, k);
  for (const std::size_t n : {l2_elements, l3_elements, t.how().dram}) {
    problem six(six_links(), {n});
    by_hand hand(six, loops.six_links, k);
    by_hand touch(six, loops.touch, k);
    t.add(
        {"6-link chain", "hand-fused exact", n, 0.95, n == t.how().dram ? 0.95 : 0.90},
        [&] { hand(); }, [&] { six(); });
    problem interpreted(six_interpreted(), {n});
    t.add(
        {"6 links in another order", "hand-fused exact", n, 0, 0}, [&] { hand(); },
        [&] { interpreted(); });
    t.add(
        {"hand-fused exact", "touch only", n, 0, 0}, [&] { touch(); }, [&] { hand(); });
  }
  problem eleven(eleven_links(), {t.how().dram});
  by_hand hand(eleven, loops.six_links, k);
  t.add(
      {"11-link chain", "hand-fused exact of 6 links", t.how().dram, 0.92, 0.90}, [&] { hand(); },
      [&] { eleven(); });
}

}  // namespace bench
