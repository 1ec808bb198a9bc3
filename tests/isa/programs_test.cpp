// Programs of several kernels: however they are run, each kernel acts on what the one before left.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "isa/patterns.hpp"
#include "isa/scalings.hpp"
#include "kernels/kernel_id.hpp"
#include "support/each_instruction_set.hpp"
#include "support/hostile.hpp"
#include "support/machine.hpp"
#include "support/twin.hpp"

namespace {

using namespace optaxx;
using isa::finish;
using enum kernels::kernel_id;

constexpr std::size_t longest = 300;
constexpr kernels::kernel_id scalings{0xfffe};  // in a pattern
constexpr std::size_t most_scalings = kernels::scalings<float>::most;
using program_ids = std::vector<std::uint16_t>;

program_ids ids(std::initializer_list<kernels::kernel_id> kernels) {
  program_ids result;
  for (const auto k : kernels) result.push_back(static_cast<std::uint16_t>(k));
  return result;
}

const std::vector<program_ids> patterns = {
#define OPTAXX_PATTERN(...) ids({__VA_ARGS__}),
    OPTAXX_PATTERNS(OPTAXX_PATTERN)
#undef OPTAXX_PATTERN
};

// A pattern with so many `scale` for its first `scalings`, one more for the next, and behind the
// most none.
program_ids with_scalings(const program_ids& pattern, std::size_t count) {
  program_ids result;
  for (const std::uint16_t id : pattern) {
    if (id == static_cast<std::uint16_t>(scalings)) {
      result.insert(result.end(), count++ % (most_scalings + 1), static_cast<std::uint16_t>(scale));
    } else {
      result.push_back(id);
    }
  }
  return result;
}

std::vector<program_ids> programs_of_patterns() {
  std::vector<program_ids> result;
  for (const program_ids& pattern : patterns) {
    for (std::size_t count = 0; count <= most_scalings; ++count) {
      const program_ids program = with_scalings(pattern, count);
      if (result.empty() || result.back() != program) result.push_back(program);
    }
  }
  return result;
}

const std::vector<program_ids> fused = {
#define OPTAXX_STEP(...) ids({__VA_ARGS__}),
    OPTAXX_STEPS(OPTAXX_STEP)
#undef OPTAXX_STEP
};

template <class T>
machine::step<T> step_of(std::uint16_t kernel, support::bit_source& random) {
  static constexpr T choices[] = {T(0.9), T(0.1), T(0.999), T(1), T(0.25), T(1e-8), T(3), T(-0.5)};
  machine::step<T> s{kernel, {}, {}};
  for (std::size_t i = 0; i < twin::info_of(kernel).numbers; ++i) {
    s.numbers.push_back(choices[random() % std::size(choices)]);
  }
  return s;
}

// Each step with slots of its own.
template <class T>
machine::program<T> program_of(const program_ids& kernels) {
  support::bit_source random(kernels.size());
  machine::program<T> p;
  for (const std::uint16_t kernel : kernels) {
    machine::step<T> s = step_of<T>(kernel, random);
    for (std::size_t i = 0; i < twin::info_of(kernel).slots; ++i) {
      s.streams.push_back(static_cast<std::uint8_t>(p.storage.size()));
      p.storage.push_back(dtype_of<T>);
    }
    p.steps.push_back(s);
  }
  return p;
}

class programs_on : public support::each_instruction_set {
 protected:
  template <class T>
  void expect_steps(const machine::program<T>& p, const machine::manner& how) {
    const auto before = machine::hostile_values<T>(how.elements, p.storage, how.elements + 3);
    const auto expected = machine::run_slowly(p, before, how);
    const auto came = machine::run_on(set(), p, before, how);
    EXPECT_TRUE(machine::same(expected, came, how.elements)) << how.elements << " elements";
  }

  template <class T>
  void expect_steps_of(const std::vector<program_ids>& programs, machine::manner how) {
    for (std::size_t i = 0; i < programs.size(); ++i) {
      SCOPED_TRACE(i);
      for (const finish end : {finish::store, finish::apply}) {
        for (std::size_t n = 0; n <= longest; n += n < 70 ? 1 : 23) {
          how.elements = n;
          how.offset = n % 4;
          how.begin = n % 5;
          how.leaf = n % 3;
          how.end = end;
          expect_steps(program_of<T>(programs[i]), how);
          if (HasFailure()) return;
        }
      }
    }
  }
};

INSTANTIATE_TEST_SUITE_P(every, programs_on, testing::ValuesIn(support::instruction_sets()),
                         support::name_of_set);

TEST_P(programs_on, run_as_patterns) {
  expect_steps_of<float>(programs_of_patterns(), {.pattern = true});
  expect_steps_of<double>(programs_of_patterns(), {.pattern = true});
}

TEST_P(programs_on, run_kernel_by_kernel) {
  expect_steps_of<float>(programs_of_patterns(), {});
  expect_steps_of<double>(programs_of_patterns(), {});
}

TEST_P(programs_on, run_fused) {
  for (const auto& programs : {fused, programs_of_patterns()}) {
    expect_steps_of<float>(programs, {.fused = true});
    expect_steps_of<double>(programs, {.fused = true});
  }
}

// Steps that share slots read what was stored before them, also where it is not written.
template <class T>
machine::program<T> random_program(support::bit_source& random) {
  const dtype narrow = random() % 3 == 0 ? dtype::f32 : dtype_of<T>;
  machine::program<T> p{{}, {dtype_of<T>, narrow, dtype_of<T>}};
  // As many as the kernel with most slots has.
  for (const twin::kernel_info& kernel : twin::all_kernels())
    p.storage.resize(std::max(p.storage.size(), kernel.slots), dtype_of<T>);
  const std::size_t length = random() % 8;
  while (p.steps.size() < length) {
    const auto kernel = static_cast<std::uint16_t>(random() % twin::all_kernels().size());
    machine::step<T> s = step_of<T>(kernel, random);
    // Mostly among three, so that they share many.
    const std::size_t slots = twin::info_of(kernel).slots;
    const std::size_t among = std::max<std::size_t>(slots, 3);
    const std::uint64_t first = random() % among;
    for (std::size_t i = 0; i < slots; ++i)
      s.streams.push_back(static_cast<std::uint8_t>((first + i) % among));
    p.steps.push_back(s);
  }
  return p;
}

TEST_P(programs_on, share_their_slots) {
  support::bit_source random(2);
  for (int i = 0; i < 400; ++i) {
    SCOPED_TRACE(i);
    machine::manner how{.elements = random() % longest, .offset = random() % 4};
    how.begin = 512 * (random() % 3);
    how.dry = i % 2 == 0;
    how.fused = i % 4 < 2;
    expect_steps(random_program<float>(random), how);
    expect_steps(random_program<double>(random), how);
    if (HasFailure()) return;
  }
}

TEST_P(programs_on, add_terms_to_32_lanes) {
  support::bit_source random(3);
  for (int i = 0; i < 200; ++i) {
    SCOPED_TRACE(i);
    machine::manner how{.elements = random() % longest, .offset = random() % 4};
    how.begin = 512 * (random() % 3);
    how.end = finish::accumulate;
    auto single = random_program<float>(random);
    auto twice = random_program<double>(random);
    for (const auto term : {square, nonfinite, square_param}) {
      if (random() % 2 == 0) continue;
      single.terms.push_back(step_of<float>(static_cast<std::uint16_t>(term), random));
      twice.terms.push_back(step_of<double>(static_cast<std::uint16_t>(term), random));
    }
    expect_steps(single, how);
    expect_steps(twice, how);
    if (HasFailure()) return;
  }
}

TEST(find_pattern, finds_each_by_its_kernels) {
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    const program_ids program = with_scalings(patterns[i], most_scalings);
    EXPECT_EQ(isa::find_pattern(program.data(), program.size()), static_cast<int>(i));
  }
}

TEST(find_pattern, wants_all_kernels_in_this_order) {
  EXPECT_EQ(isa::find_pattern(nullptr, 0), -1);
  for (const auto& wrong : {ids({trace}), ids({scale, trace}), ids({trace, trace}),
                            ids({scale_by_adam, scale, scale, scale, scale}),
                            ids({scale, clip, scale_by_adam, add_decayed_weights, scale, clip})}) {
    EXPECT_EQ(isa::find_pattern(wrong.data(), wrong.size()), -1);
  }
}

TEST(fuse, takes_the_longest_run_of_neighbours_from_the_first_on) {
  for (const auto& kernels : fused) {
    std::uint32_t code = 0;
    EXPECT_EQ(isa::fuse(kernels.data(), kernels.size(), code), kernels.size());
    const std::uint32_t whole = code;
    EXPECT_LT(isa::fuse(kernels.data(), kernels.size() - 1, code), kernels.size());
    EXPECT_NE(code, whole);
  }
  std::uint32_t code = 0;
  const auto longer = ids({add_decayed_weights, scale, scale, scale});
  EXPECT_EQ(isa::fuse(longer.data(), longer.size(), code), 3);
  EXPECT_EQ(code, isa::code_of(add_decayed_weights, scale, scale));
}

TEST(fuse, leaves_other_kernels_alone) {
  std::uint32_t code = 0;
  const auto wrong = ids({scale_by_adam, clip_by_norm});
  EXPECT_EQ(isa::fuse(wrong.data(), wrong.size(), code), 1);
  EXPECT_EQ(code, isa::code_of(scale_by_adam));
  const std::uint16_t outside[] = {0xffff, 0xffff};
  EXPECT_EQ(isa::fuse(outside, 2, code), 1);
}

}  // namespace
