#if defined(__x86_64__)
#include <cpuid.h>
#endif

#include <memory>
#include <numeric>
#include <vector>

#include "problem.hpp"
#include "rows.hpp"

namespace bench {
namespace {

namespace optax = optaxx;

optax::transformation adamw() { return optax::adamw(1e-3, {.weight_decay = 0.01}); }

// Arrays where a program of its own would have them: each from malloc.
struct malloced {
  std::vector<std::unique_ptr<float[]>> memory;

  optax::tree like(const std::vector<std::size_t>& leaves, float scale) {
    std::vector<optax::tree> items;
    for (const std::size_t n : leaves) {
      memory.push_back(std::make_unique<float[]>(n));
      for (std::size_t i = 0; i < n; ++i)
        memory.back()[i] = scale * (0.1F + 0.001F * static_cast<float>(i % 997));
      items.emplace_back(optax::borrow(memory.back().get(), {static_cast<std::int64_t>(n)}));
    }
    return optax::tree::list(std::move(items));
  }
};

// Vectors that cross a cache line, as many do in arrays from malloc, take Zen 5 longer than others.
bool is_zen5() {
#if defined(__x86_64__)
  unsigned a = 0, b = 0, c = 0, d = 0;
  if (__get_cpuid(0, &a, &b, &c, &d) == 0 || b != signature_AMD_ebx) return false;
  __get_cpuid(1, &a, &b, &c, &d);
  return (a >> 8 & 0xFU) + (a >> 20 & 0xFFU) == 26;
#else
  return false;
#endif
}

}  // namespace

std::vector<std::size_t> resnet50() {
  std::vector<std::size_t> leaves;
  const auto convolution = [&](std::size_t size, std::size_t in, std::size_t out) {
    leaves.insert(leaves.end(), {size * size * in * out, out, out});  // with scale and bias behind
  };
  convolution(7, 3, 64);
  std::size_t in = 64;
  std::size_t width = 64;
  for (const int blocks : {3, 4, 6, 3}) {
    for (int block = 0; block < blocks; ++block) {
      convolution(1, in, width);
      convolution(3, width, width);
      convolution(1, width, 4 * width);
      if (block == 0) convolution(1, in, 4 * width);
      in = 4 * width;
    }
    width *= 2;
  }
  leaves.insert(leaves.end(), {2048 * 1000, 1000});
  return leaves;
}

void add_layouts(table& t) {
  {
    const std::vector<std::size_t> leaves(1000, 1000);
    problem one(adamw(), {1'000'000});
    problem packed(adamw(), leaves);
    malloced m;
    problem scattered(adamw(), m.like(leaves, 1.0F), m.like(leaves, 0.01F));
    t.add(
        {"adamw, 1000 arrays of 1000, packed", "one array", 1'000'000, 0.93, 0.90}, [&] { one(); },
        [&] { packed(); });
    const bool zen5 = is_zen5();
    t.add(
        {"adamw, 1000 arrays from malloc", "one array", 1'000'000, zen5 ? 0.60 : 0.88,
         zen5 ? 0.50 : 0.80},
        [&] { one(); }, [&] { scattered(); });
  }
  {
    const std::vector<std::size_t> leaves = resnet50();
    const std::size_t n = std::accumulate(leaves.begin(), leaves.end(), std::size_t{0});
    problem one(adamw(), {n});
    malloced m;
    problem many(adamw(), m.like(leaves, 1.0F), m.like(leaves, 0.01F));
    t.add(
        {"adamw, ResNet-50 from malloc", "one array", n, 0.93, 0.90}, [&] { one(); },
        [&] { many(); });
  }
  problem small(adamw(), {2048, 32, 320, 10});
  by_hand hand(small, hand_fused_for(optax::instruction_set().c_str()).adamw, numbers_of_adamw);
  t.add(
      {"adamw, MLP 64-32-10", "hand-fused, array by array", 2410, 0.85, -1}, [&] { hand(); },
      [&] { small(); });
}

}  // namespace bench
