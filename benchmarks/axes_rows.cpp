#include <string>
#include <vector>

#include "adafactor_by_hand.hpp"
#include "rows.hpp"

namespace bench {

namespace optax = optaxx;

void add_axes(table& t) {
  const adafactor_passes& passes = hand_fused_for(optax::instruction_set().c_str()).adafactor;
  check_adafactor(passes);
  const auto add = [&](const char* name, const std::vector<std::string>& leaves, std::size_t side) {
    problem ours(optax::adafactor(1e-3), matrices(leaves, side, side, 1.0F),
                 matrices(leaves, side, side, 0.01F));
    adafactor_by_hand hand(ours, passes);
    t.add(
        {name, "hand-fused passes", leaves.size() * side * side, 0.85, 0.80}, [&] { hand(); },
        [&] { ours(); });
  };
  add("adafactor, 4 arrays of 1024 x 1024", {"a", "b", "c", "d"}, 1024);
  add("adafactor, 4096 x 4096", {"a"}, 4096);
}

}  // namespace bench
