#include <numeric>

#include "problem.hpp"
#include "rows.hpp"

namespace bench {
namespace {

namespace optax = optaxx;

optax::transformation adamw(double rate = 1e-3, optax::leaf_mask mask = {}) {
  return optax::adamw(rate, {.weight_decay = 0.01, .mask = std::move(mask)});
}

void add_norm(table& t) {
  const std::size_t n = t.how().dram;
  problem clipped(optax::chain(optax::clip_by_global_norm(1e-3), adamw()), {n});
  problem plain(
      adamw(),
      optax::tree(optax::array::view(clipped.params.leaf().mutable_data(), optax::dtype::f32,
                                     clipped.params.leaf().shape(), true)),
      optax::tree(optax::array::view(clipped.grads.leaf().mutable_data(), optax::dtype::f32,
                                     clipped.grads.leaf().shape(), true)));
  t.add(
      {"clip_by_global_norm, adamw", "adamw", n, 0.75, 0.75}, [&] { plain(); }, [&] { clipped(); });
}

void add_narrow(table& t) {
  const std::size_t n = t.how().dram;
  problem wide(adamw(), {n});
  problem narrow(adamw(), {n}, optax::dtype::bf16);
  const bool promised = optax::instruction_set() == "avx512";
  t.add(
      {"adamw in bfloat16", "in float32", n, promised ? 1.4 : 0, promised ? 1.4 : 0},
      [&] { wide(); }, [&] { narrow(); });
}

void add_masks(table& t) {
  const std::vector<std::size_t> leaves = resnet50();
  const std::size_t n = std::accumulate(leaves.begin(), leaves.end(), std::size_t{0});
  const auto is_matrix = [](const optax::array& a) { return a.size() > 2048; };
  problem plain(adamw(), leaves);
  problem masked(adamw(1e-3, optax::tree_map(is_matrix, plain.params)), leaves);
  problem parted(optax::partition({{"matrix", adamw()}, {"vector", adamw(1e-2)}},
                                  optax::tree_map(
                                      [&](const optax::array& a) -> std::string {
                                        return is_matrix(a) ? "matrix" : "vector";
                                      },
                                      plain.params)),
                 leaves);
  t.add(
      {"adamw, decay masked, ResNet-50", "adamw", n, 0.90, 0.85}, [&] { plain(); },
      [&] { masked(); });
  t.add(
      {"partition of two adamw, ResNet-50", "adamw", n, 0.90, 0.85}, [&] { plain(); },
      [&] { parted(); });
}

// The second mini-step of four: none is emitted, and the mean is by 2.
void add_accumulation(table& t) {
  for (const std::size_t n : {l2_elements, t.how().dram}) {
    problem steps(optax::multi_steps(optax::sgd(1e-3), 4), {n});
    std::int32_t& mini_step = *steps.state["mini_step"].leaf().mutable_data<std::int32_t>();
    numbers k{};
    k.factor = 2;
    by_hand hand(steps, hand_fused_for(optax::instruction_set().c_str()).running_mean, k);
    t.add(
        {"multi_steps(k=4), a silent mini-step", "accumulation by hand", n, 0.85, 0.85},
        [&] { hand(); },
        [&] {
          mini_step = 1;
          steps();
        });
  }
}

}  // namespace

void add_links(table& t) {
  add_norm(t);
  add_narrow(t);
  add_masks(t);
  add_accumulation(t);
}

}  // namespace bench
