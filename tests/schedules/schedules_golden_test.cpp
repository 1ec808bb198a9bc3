// Every schedule against Optax, bit for bit, as tests/golden/schedules.py recorded it.

#include <gtest/gtest.h>

#include <cstring>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "optaxx/schedules/constant_schedule.hpp"
#include "optaxx/schedules/cosine_decay_schedule.hpp"
#include "optaxx/schedules/exponential_decay.hpp"
#include "optaxx/schedules/join_schedules.hpp"
#include "optaxx/schedules/linear_schedule.hpp"
#include "optaxx/schedules/piecewise_constant_schedule.hpp"
#include "optaxx/schedules/polynomial_schedule.hpp"
#include "optaxx/schedules/warmup_constant_schedule.hpp"
#include "optaxx/schedules/warmup_cosine_decay_schedule.hpp"
#include "optaxx/schedules/warmup_exponential_decay_schedule.hpp"
#include "replay/file.hpp"

namespace {

namespace optax = optaxx;

// By the names and in the words of the file. Its lambdas belong to recipes.
const std::map<std::string, optax::schedule>& configs() {
  static const std::map<std::string, optax::schedule> result = {
      {"constant", optax::constant_schedule(0.05)},
      {"linear", optax::linear_schedule(1e-3, 1e-5, 1000)},
      {"linear_up", optax::linear_schedule(0.0, 0.3, 777)},
      {"linear_begin", optax::linear_schedule(0.1, 0.003, 1500, {.transition_begin = 100})},
      {"polynomial_square", optax::polynomial_schedule(1e-3, 1e-5, 2, 1000)},
      {"polynomial_cube_begin",
       optax::polynomial_schedule(0.1, 0.0, 3, 3000, {.transition_begin = 250})},
      {"polynomial_fifth", optax::polynomial_schedule(0.1, 0.002, 5, 1900)},
      {"polynomial_float", optax::polynomial_schedule(0.1, 0.002, 1.5, 1000)},
      {"polynomial_below_one",
       optax::polynomial_schedule(1e-3, 0.0, 0.9, 1777, {.transition_begin = 50})},
      {"polynomial_float_two", optax::polynomial_schedule(0.1, 0.002, 2.0, 1000)},
      {"cosine", optax::cosine_decay_schedule(1e-3, 1000)},
      {"cosine_alpha", optax::cosine_decay_schedule(0.1, 5000, {.alpha = 0.1})},
      {"cosine_exponent_int",
       optax::cosine_decay_schedule(0.1, 1777, {.alpha = 0.05, .exponent = 2})},
      {"cosine_exponent_float", optax::cosine_decay_schedule(0.1, 1000, {.exponent = 1.5})},
      {"exponential", optax::exponential_decay(1e-3, 100, 0.9)},
      {"exponential_per_step", optax::exponential_decay(0.1, 1, 0.997)},
      {"exponential_staircase", optax::exponential_decay(0.1, 130, 0.8, {.staircase = true})},
      {"exponential_end_value", optax::exponential_decay(0.1, 300, 0.7, {.end_value = 0.002})},
      {"exponential_begin",
       optax::exponential_decay(0.1, 200, 0.5,
                                {.transition_begin = 500, .staircase = true, .end_value = 1e-4})},
      {"exponential_growth",
       optax::exponential_decay(1e-5, 400, 1.7, {.transition_begin = 10, .end_value = 0.01})},
      {"piecewise_constant", optax::piecewise_constant_schedule(
                                 0.1, {{1500, 0.3}, {100, 0.5}, {700, 2.0}, {5000, 0.01}})},
      {"piecewise_constant_plain", optax::piecewise_constant_schedule(0.1)},
      {"warmup_cosine", optax::warmup_cosine_decay_schedule(0.0, 1e-3, 100, 1000)},
      {"warmup_cosine_end_value",
       optax::warmup_cosine_decay_schedule(1e-6, 3e-4, 300, 9000, {.end_value = 3e-5})},
      {"warmup_cosine_exponent", optax::warmup_cosine_decay_schedule(
                                     0.0, 0.1, 150, 1777, {.end_value = 0.001, .exponent = 2.5})},
      {"warmup_constant", optax::warmup_constant_schedule(1e-5, 1e-3, 333)},
      {"warmup_exponential", optax::warmup_exponential_decay_schedule(0.0, 1e-3, 100, 250, 0.7)},
      {"warmup_exponential_options",
       optax::warmup_exponential_decay_schedule(
           1e-4, 0.1, 150, 300, 0.8,
           {.transition_begin = 50, .staircase = true, .end_value = 0.01})},
      {"join",
       optax::join_schedules({optax::linear_schedule(0.0, 0.1, 200), optax::constant_schedule(0.1),
                              optax::cosine_decay_schedule(0.1, 1000, {.alpha = 0.01})},
                             {200, 600})},
      {"join_exponential", optax::join_schedules({optax::linear_schedule(0.0, 0.1, 200),
                                                  optax::exponential_decay(0.1, 300, 0.8)},
                                                 {200})},
  };
  return result;
}

const optaxx::io::safetensors& golden() {
  static const optaxx::io::safetensors file =
      replay::read_safetensors(OPTAXX_TEST_DATA_DIR "/golden/schedules.safetensors.gz");
  return file;
}

std::vector<optax::step_t> steps() {
  return nlohmann::json::parse(golden().metadata.at("steps")).get<std::vector<optax::step_t>>();
}

template <class Real>
void expect_bits(const optax::schedule& s, bool x64, const optaxx::io::tensor& recorded) {
  const auto expected = recorded.values<Real>();
  const auto counts = steps();
  ASSERT_EQ(expected.size(), counts.size());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const optax::schedule_value v = s.at(counts[i], x64);
    const auto value = static_cast<Real>(v.value);  // a constant is rounded where it meets an array
    ASSERT_EQ(std::memcmp(&value, &expected[i], sizeof(Real)), 0)
        << "step " << counts[i] << ": " << value << " instead of " << expected[i];
    ASSERT_TRUE(!x64 || v.single == (recorded.form().type == optax::dtype::f32))
        << "step " << counts[i];
  }
}

class schedules_golden : public testing::TestWithParam<std::string> {};

TEST_P(schedules_golden, has_the_bits_of_optax) {
  const optax::schedule& s = configs().at(GetParam());
  expect_bits<float>(s, false, golden().at(GetParam() + "/f32"));
  const optaxx::io::tensor& x64 = golden().at(GetParam() + "/x64");
  x64.form().type == optax::dtype::f64 ? expect_bits<double>(s, true, x64)
                                       : expect_bits<float>(s, true, x64);
}

std::vector<std::string> names() {
  std::vector<std::string> result;
  for (const auto& [name, s] : configs()) result.push_back(name);
  return result;
}

INSTANTIATE_TEST_SUITE_P(optax, schedules_golden, testing::ValuesIn(names()),
                         [](const auto& config) { return config.param; });

TEST(schedules_golden_file, has_no_schedule_that_is_not_compared) {
  const auto recipes = nlohmann::json::parse(golden().metadata.at("configs"));
  for (const auto& [name, recipe] : recipes.items()) {
    if (name.starts_with("lambda_")) continue;
    EXPECT_TRUE(configs().contains(name)) << name << " = " << recipe;
  }
}

}  // namespace
