// Every kernel on every instruction set, against the same formula in software arithmetic.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "kernels/kernel_id.hpp"
#include "support/each_instruction_set.hpp"
#include "support/machine.hpp"
#include "support/twin.hpp"

namespace {

using namespace optaxx;
using isa::finish;

// Two groups of the widest registers and one element.
constexpr std::size_t longest = 257;

// Hyperparameters of every kind; all ones take the branches that leave out a division.
template <class T>
std::vector<T> numbers(std::size_t n, int choice) {
  static const std::vector<T> usual = {T(0.9),  T(0.1),  T(0.999), T(0.001), T(0.19),
                                       T(2e-3), T(1e-8), T(1e-6),  T(0.5)};
  static const std::vector<T> odd = {T(0.25), T(-3.0), T(0.0), T(1e-30), T(0.7),
                                     T(1e30), T(-0.0), T(0.3), T(2.5)};
  std::vector<T> result = choice == 0 ? usual : choice == 1 ? odd : std::vector<T>(9, T(1));
  result.resize(n);
  return result;
}

template <class T>
machine::program<T> program_of(const twin::kernel_info& kernel, int choice,
                               const std::vector<dtype>& storage) {
  machine::step<T> step{kernel.id, numbers<T>(kernel.numbers, choice), {}};
  machine::program<T> p{{}, {}};
  for (std::size_t i = 0; i < kernel.slots; ++i) {
    step.streams.push_back(static_cast<std::uint8_t>(i));
    p.storage.push_back(storage[i % storage.size()]);
  }
  p.steps.push_back(step);
  return p;
}

class kernels_on : public support::each_instruction_set {
 protected:
  // At every length and offset; finish, dry runs and leaves change with the length.
  template <class T>
  void expect_formula(const std::vector<dtype>& storage, std::size_t lengths_apart) {
    for (const twin::kernel_info& kernel : twin::all_kernels()) {
      for (const int choice : {0, 1, 2}) {
        const auto p = program_of<T>(kernel, choice, storage);
        const auto before = machine::hostile_values<T>(longest, p.storage, 5);
        for (const finish end : {finish::store, finish::apply, finish::nothing}) {
          for (std::size_t offset = 0; offset < 4; ++offset) {
            const machine::manner whole{
                .elements = longest, .offset = offset, .begin = 3 * offset, .end = end};
            const auto expected = machine::run_slowly(p, before, whole);
            for (std::size_t n = 0; n <= longest; n += lengths_apart) {
              machine::manner how = whole;
              how.elements = n;
              how.leaf = n % 3;
              how.in_place = n % 2 == 1;
              how.dry = n % 7 == 3;
              const auto came = machine::run_on(set(), p, before, how);
              ASSERT_TRUE(machine::same(expected, came, n))
                  << kernel.name << ", numbers " << choice << ", finish " << static_cast<int>(end)
                  << ", " << n << " elements, offset " << offset;
            }
          }
        }
      }
    }
  }
};

INSTANTIATE_TEST_SUITE_P(every, kernels_on, testing::ValuesIn(support::instruction_sets()),
                         support::name_of_set);

TEST_P(kernels_on, float32_are_their_formulas) { expect_formula<float>({dtype::f32}, 1); }
TEST_P(kernels_on, float64_are_their_formulas) { expect_formula<double>({dtype::f64}, 1); }
TEST_P(kernels_on, float64_round_slots_of_float32) { expect_formula<double>({dtype::f32}, 3); }
TEST_P(kernels_on, float32_round_slots_of_bfloat16) { expect_formula<float>({dtype::bf16}, 3); }
TEST_P(kernels_on, float32_round_slots_of_float16) { expect_formula<float>({dtype::f16}, 3); }
TEST_P(kernels_on, float32_take_slots_of_all) {
  expect_formula<float>({dtype::bf16, dtype::f32, dtype::f16}, 7);
}
TEST_P(kernels_on, float64_round_slots_of_small_floats) {
  expect_formula<double>({dtype::bf16, dtype::f16}, 7);
}
TEST_P(kernels_on, float64_take_slots_of_both) {
  expect_formula<double>({dtype::f32, dtype::f64}, 5);
}

// Where the lower half of an element's index overflows.
TEST_P(kernels_on, draw_numbers_of_large_indices) {
  const auto check = [&]<class T>(T) {
    const auto id = static_cast<std::uint16_t>(kernels::kernel_id::add_noise);
    const machine::program<T> p{{{id, {T(1), T(0x1319), T(0x8a2e), T(0xffff), T(0x7344)}, {}}}, {}};
    const auto before = machine::hostile_values<T>(longest, {}, 5);
    for (std::size_t behind = 0; behind < 70; ++behind) {
      machine::manner how{.elements = longest};
      how.begin = (std::size_t{3} << 32) - behind;
      ASSERT_TRUE(machine::same(machine::run_slowly(p, before, how),
                                machine::run_on(set(), p, before, how), longest));
    }
  };
  check(0.0F);
  check(0.0);
}

}  // namespace
