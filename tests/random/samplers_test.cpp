#include "optaxx/random/samplers.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "core/threefry.hpp"
#include "replay/file.hpp"
#include "support/compare.hpp"
#include "support/each_instruction_set.hpp"
#include "support/settings.hpp"

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::ThrowsMessage;

const io::safetensors& recorded() {
  static const io::safetensors file =
      replay::read_safetensors(OPTAXX_TEST_DATA_DIR "/random/random.safetensors.gz");
  return file;
}

// A tensor of what JAX 0.10.2 gave.
array jax(const std::string& name) { return recorded().at(name).as_array(); }

TEST(bits, are_those_of_jax) {
  EXPECT_THAT(random::bits(prng_key(0), {3}).values<std::uint32_t>(),
              ElementsAre(4070199207U, 4202968722U, 1427181096U));
  EXPECT_EQ(random::bits(prng_key(7), {3, 1001}), jax("bits"));
}

TEST(uniform, has_the_bits_of_jax) {
  EXPECT_EQ(random::uniform(prng_key(7), {3, 1001}), jax("uniform"));
  EXPECT_EQ(random::uniform(prng_key(7), {1001}, dtype::f32, -0.3, 2.7), jax("uniform_range"));
  EXPECT_EQ(random::uniform(prng_key(7), {1001}, dtype::f64), jax("uniform64"));
  EXPECT_EQ(random::uniform(prng_key(7), {1001}, dtype::f64, -0.3, 2.7), jax("uniform64_range"));
}

TEST(uniform, stays_in_its_range) {
  const array u = random::uniform(prng_key(3), {20000}, dtype::f32, 1.0, 1.0000002);
  for (const float x : u.values<float>()) {
    ASSERT_GE(x, 1.0F);
    ASSERT_LE(x, 1.0000002F);
  }
}

TEST(normal, has_the_bits_of_jax) {
  EXPECT_EQ(random::normal(prng_key(7), {20, 1001}), jax("normal"));
  EXPECT_EQ(random::normal(prng_key(7), {20, 1001}, dtype::f64), jax("normal64"));
}

TEST(normal, has_the_known_answers) {
  const array n = random::normal(prng_key(0), {5});
  const float expected[] = {1.62264216F, 2.02526474F, -0.433594435F, -0.0786173493F, 0.176090896F};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_FLOAT_EQ(n.data<float>()[i], expected[i]);
  EXPECT_FLOAT_EQ(static_cast<float>(random::normal(prng_key(42), {}).item()), -0.028304616F);
}

// Of a key, element by element: however many there are, and whoever makes them.
class samplers_on : public testing::TestWithParam<std::string> {};

INSTANTIATE_TEST_SUITE_P(every, samplers_on, testing::ValuesIn(support::instruction_sets()),
                         support::name_of_set);

TEST_P(samplers_on, make_the_same_numbers_everywhere) {
  const prng_key key(std::array<std::uint32_t, 2>{0x13198a2e, 0x83707344});
  const auto all = [&](std::int64_t n) {
    return std::vector<array>{random::bits(key, {n}),
                              random::uniform(key, {n}, dtype::f32, -0.3, 2.7),
                              random::uniform(key, {n}, dtype::f64, -0.3, 2.7),
                              random::normal(key, {n}), random::normal(key, {n}, dtype::f64)};
  };
  constexpr std::int64_t longest = 100003;
  std::vector<array> expected;
  {
    const support::setting first(support::instruction_sets().front(), 1);
    expected = all(longest);
  }
  for (std::size_t i = 0; i < 1000; ++i)
    ASSERT_EQ(expected[0].data<std::uint32_t>()[i], threefry::bits32(key.words(), i));
  for (const std::size_t threads : {1, 2, 5}) {
    const support::setting now(GetParam(), threads);
    for (const std::int64_t n :
         {std::int64_t{0}, std::int64_t{1}, std::int64_t{7}, std::int64_t{16}, std::int64_t{257},
          std::int64_t{40001}, longest}) {
      const std::vector<array> came = all(n);
      for (std::size_t i = 0; i < came.size(); ++i) {
        const auto bytes = static_cast<std::size_t>(n) * size_of(came[i].dtype());
        const auto* const first = static_cast<const std::byte*>(came[i].data());
        ASSERT_TRUE(
            std::equal(first, first + bytes, static_cast<const std::byte*>(expected[i].data())))
            << i << ", " << n << " elements on " << threads << " threads";
      }
    }
  }
}

TEST(samplers, make_floats_only) {
  EXPECT_THAT([] { random::normal(prng_key(0), {2}, dtype::i32); },
              ThrowsMessage<std::invalid_argument>("normal: makes float32 and float64, not int32"));
  EXPECT_THAT(
      [] { random::uniform(prng_key(0), {2}, dtype::i32); },
      ThrowsMessage<std::invalid_argument>("uniform: makes float32 and float64, not int32"));
}

}  // namespace
