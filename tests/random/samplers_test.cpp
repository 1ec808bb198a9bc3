#include "optaxx/random/samplers.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "random/threefry.hpp"
#include "replay/distance.hpp"
#include "replay/file.hpp"
#include "support/compare.hpp"

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

// XLA's log1p, and its use of FMA, are not the C library's. In float64 it is XLA that is off: see
// erf_inv below.
TEST(normal, is_that_of_jax_up_to_a_few_ulp) {
  EXPECT_LE(replay::distance_between(random::normal(prng_key(7), {20, 1001}), jax("normal")).ulp,
            4);
  EXPECT_LE(
      replay::distance_between(random::normal(prng_key(7), {20, 1001}, dtype::f64), jax("normal64"))
          .ulp,
      30);
}

TEST(normal, has_the_known_answers) {
  const array n = random::normal(prng_key(0), {5});
  const float expected[] = {1.62264216F, 2.02526474F, -0.433594435F, -0.0786173493F, 0.176090896F};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_FLOAT_EQ(n.data<float>()[i], expected[i]);
  EXPECT_FLOAT_EQ(static_cast<float>(random::normal(prng_key(42), {}).item()), -0.028304616F);
}

// Giles's polynomials are good to a relative error of 1e-7 and 1e-15.
TEST(erf_inv, is_the_inverse_of_erf) {
  for (const double x : {-0.999999, -0.99, -0.5, -1e-3, 0.25, 0.9, 0.9999}) {
    EXPECT_NEAR(std::erf(threefry::erf_inv(x)), x, 1e-15);
    EXPECT_NEAR(std::erf(static_cast<double>(threefry::erf_inv(static_cast<float>(x)))), x, 2e-7);
  }
  EXPECT_EQ(threefry::erf_inv(1.0F), std::numeric_limits<float>::infinity());
  EXPECT_EQ(threefry::erf_inv(-1.0), -std::numeric_limits<double>::infinity());
}

TEST(samplers, make_floats_only) {
  EXPECT_THAT([] { random::normal(prng_key(0), {2}, dtype::i32); },
              ThrowsMessage<std::invalid_argument>("normal: makes float32 and float64, not int32"));
  EXPECT_THAT(
      [] { random::uniform(prng_key(0), {2}, dtype::i32); },
      ThrowsMessage<std::invalid_argument>("uniform: makes float32 and float64, not int32"));
}

}  // namespace
