#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <exception>
#include <optaxx/optaxx.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "hand_fused.hpp"
#include "interleave.hpp"

namespace {

namespace optax = optaxx;

constexpr std::size_t l2_elements = 40'960;  // four arrays of it are 640 KiB
constexpr std::size_t dram_elements = std::size_t{64} << 20;

struct settings {
  int rounds = 31;
  double sample_seconds = 8e-3;
  std::size_t dram = dram_elements;
};

// Clip factor, Adam, decay, schedule and sign; `step` applies.
optax::transformation six_links() {
  return optax::chain(optax::scale(0.5), optax::scale_by_adam(), optax::add_decayed_weights(0.01),
                      optax::scale_by_schedule([](optax::step_t) { return 1e-3; }),
                      optax::scale(-1.0));
}

optax::array filled(std::size_t elements, float scale) {
  optax::array a(optax::dtype::f32, {static_cast<std::int64_t>(elements)});
  float* const p = a.mutable_data<float>();
  for (std::size_t i = 0; i < elements; ++i)
    p[i] = scale * (0.1F + 0.001F * static_cast<float>(i * 2654435761U % 997));
  return a;
}

optax::tree filled_tree(std::size_t leaves, std::size_t elements, float scale) {
  std::vector<optax::tree> items;
  for (std::size_t i = 0; i < leaves; ++i) items.emplace_back(filled(elements, scale));
  return leaves == 1 ? std::move(items[0]) : optax::packed(optax::tree::list(std::move(items)));
}

// The chain, ready to be stepped again and again.
struct optaxx_step {
  optax::tree params, grads;
  optax::transformation tx = six_links();
  optax::opt_state state;

  optaxx_step(std::size_t leaves, std::size_t elements)
      : params(filled_tree(leaves, elements, 1.0F)),
        grads(filled_tree(leaves, elements, 0.01F)),
        state(tx.init(params)) {}
  void operator()() { tx.step(grads, state, params); }
};

// The same by hand, on the arrays of a chain with one leaf: where they lie in a cache differs from
// run to run, and should not differ between the two.
struct hand_step {
  optax::array &p, &g, &mu, &nu;
  bench::six_links_function step;
  float count = 0;

  hand_step(optaxx_step& of, const std::string& isa)
      : p(of.params.leaf()),
        g(of.grads.leaf()),
        mu(of.state[1]["mu"].leaf()),
        nu(of.state[1]["nu"].leaf()),
        step(bench::hand_fused_for(isa.c_str()).step) {}

  void operator()() {
    count += 1;
    const bench::six_links k{0.5F,
                             0.9F,
                             static_cast<float>(1 - 0.9),
                             0.999F,
                             static_cast<float>(1 - 0.999),
                             1.0F - std::pow(0.9F, count),
                             1.0F - std::pow(0.999F, count),
                             1e-8F,
                             0.0F,
                             0.01F,
                             1e-3F};
    step(k, p.mutable_data<float>(), g.data<float>(), mu.mutable_data<float>(),
         nu.mutable_data<float>(), p.size());
  }
};

// Both must have done the same, to the bit: otherwise the comparison is of different work.
void check_same(const optax::tree& params, const optax::array& by_hand) {
  if (!(params.leaf() == by_hand))
    throw std::runtime_error("bench: the chain and the loop by hand differ in their bits");
}

bench::row chain_against_hand(const settings& s, std::size_t elements, const std::string& size,
                              double target) {
  const std::string isa = optax::instruction_set();
  {
    optaxx_step ours(1, 10'000);
    optaxx_step theirs(1, 10'000);
    hand_step hand(theirs, isa);
    for (int i = 0; i < 200; ++i) {
      ours();
      hand();
    }
    check_same(ours.params, hand.p);
  }
  optaxx_step ours(1, elements);
  hand_step hand(ours, isa);
  const int rounds = elements > l2_elements ? std::min(s.rounds, 15) : s.rounds;
  return {"6-link chain",
          "hand-fused exact",
          size,
          isa,
          1,
          bench::interleave([&] { hand(); }, [&] { ours(); }, rounds, s.sample_seconds),
          target};
}

bench::row leaves_against_one(const settings& s, double target) {
  optaxx_step many(1000, 1000);
  optaxx_step one(1, 1'000'000);
  return {"6-link chain, 1000 leaves of 1000",
          "one array of 1000000",
          "1 M",
          optax::instruction_set(),
          1,
          bench::interleave([&] { one(); }, [&] { many(); }, s.rounds, s.sample_seconds),
          target};
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Ratios against loops written by hand, side by side in one run."};
  settings s;
  bool quick = false;
  std::string json, isa;
  app.add_flag("--quick", quick, "fewer rounds and a smaller array in place of the 64 Mi one");
  app.add_option("--json", json, "write the rows to this file");
  app.add_option("--isa", isa, "this instruction set in place of the widest");
  CLI11_PARSE(app, argc, argv);
  if (quick) s = {9, 4e-3, std::size_t{16} << 20};
  try {
    optax::set_threads(1);
    if (!isa.empty()) optax::set_instruction_set(isa);
    const std::vector<bench::row> rows = {
        chain_against_hand(s, l2_elements, "40960 (L2)", 0.90),
        chain_against_hand(s, s.dram, fmt::format("{} Mi (DRAM)", s.dram >> 20), 0.90),
        leaves_against_one(s, 0.85),
    };
    bench::print(rows);
    if (!json.empty()) bench::write_json(rows, json);
  } catch (const std::exception& e) {
    fmt::print(stderr, "{}\n", e.what());
    return 1;
  }
  return 0;
}
