// Every schedule against Optax, bit for bit, as tests/golden/schedules.py recorded it.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "optaxx/schedules/constant_schedule.hpp"
#include "optaxx/schedules/cosine_decay_schedule.hpp"
#include "optaxx/schedules/cosine_onecycle_schedule.hpp"
#include "optaxx/schedules/exponential_decay.hpp"
#include "optaxx/schedules/join_schedules.hpp"
#include "optaxx/schedules/linear_onecycle_schedule.hpp"
#include "optaxx/schedules/linear_schedule.hpp"
#include "optaxx/schedules/piecewise_constant_schedule.hpp"
#include "optaxx/schedules/piecewise_interpolate_schedule.hpp"
#include "optaxx/schedules/polynomial_schedule.hpp"
#include "optaxx/schedules/sgdr_schedule.hpp"
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
      {"interpolate_linear", optax::piecewise_interpolate_schedule(
                                 "linear", 1e-3, {{1000, 0.1}, {100, 3.0}, {5000, 0.5}})},
      {"interpolate_cosine",
       optax::piecewise_interpolate_schedule("cosine", 0.1, {{0, 0.5}, {333, 0.25}, {1777, 1.5}})},
      {"interpolate_plain", optax::piecewise_interpolate_schedule("linear", 0.1)},
      {"onecycle_linear", optax::linear_onecycle_schedule(1000, 0.1)},
      {"onecycle_linear_options",
       optax::linear_onecycle_schedule(
           1777, 0.3,
           {.pct_start = 0.21, .pct_final = 0.77, .div_factor = 7.0, .final_div_factor = 300.0})},
      {"onecycle_cosine", optax::cosine_onecycle_schedule(1000, 0.1)},
      {"onecycle_cosine_options", optax::cosine_onecycle_schedule(5000, 1e-3, 0.1, 10.0, 100.0)},
      {"sgdr", optax::sgdr_schedule({{0.0, 0.1, 10, 100}, {0.0, 0.05, 20, 1500, 0.001, 2.0}})},
      {"fraction_interpolate_linear",
       optax::piecewise_interpolate_schedule("linear", 0.1, {{100.5, 0.5}, {1000, 2}})},
      {"fraction_interpolate_cosine",
       optax::piecewise_interpolate_schedule("cosine", 1, {{100.5, 0.5}, {1000.25, 0.1}})},
      {"fraction_onecycle_linear", optax::linear_onecycle_schedule(999.5, 1)},
      {"fraction_sgdr",
       optax::sgdr_schedule(
           {{0.0, 0.1, 2.5, 100}, {0, 0.05, 20, 99.5}, {0.0, 0.1, 2.5, 100}, {0, 0.05, 20, 99.5}})},
      {"integers_interpolate",
       optax::piecewise_interpolate_schedule("linear", 4, {{100, 2.5}, {1000, 3}})},
      {"fraction_linear", optax::linear_schedule(0.0, 0.3, 777.5)},
      {"fraction_linear_whole", optax::linear_schedule(1e-3, 1e-5, 1000.0)},
      {"fraction_linear_begin",
       optax::linear_schedule(0.1, 0.003, 1500, {.transition_begin = 100.3})},
      {"fraction_linear_early",
       optax::linear_schedule(0.1, 0.003, 1500, {.transition_begin = -2.5})},
      {"fraction_linear_short", optax::linear_schedule(0.1, 0.003, 0.7)},
      {"fraction_polynomial",
       optax::polynomial_schedule(0.1, 0.0, 3, 2999.9, {.transition_begin = 250.25})},
      {"fraction_polynomial_float", optax::polynomial_schedule(0.1, 0.002, 1.5, 1234.5)},
      {"fraction_cosine",
       optax::cosine_decay_schedule(0.1, 1777.7, {.alpha = 0.05, .exponent = 2})},
      {"fraction_exponential", optax::exponential_decay(1e-3, 100.1, 0.9)},
      {"fraction_exponential_begin",
       optax::exponential_decay(0.1, 200, 0.5,
                                {.transition_begin = 500.5, .staircase = true, .end_value = 1e-4})},
      {"fraction_exponential_growth",
       optax::exponential_decay(1e-5, 333.3, 2, {.transition_begin = 10.0, .end_value = 0.01})},
      {"fraction_piecewise", optax::piecewise_constant_schedule(
                                 0.1, {{1500.5, 0.3}, {100, 0.5}, {700.0, 2}, {33.3, 0.1}})},
      {"fraction_warmup_constant", optax::warmup_constant_schedule(1e-5, 1e-3, 333.3)},
      {"fraction_warmup_cosine", optax::warmup_cosine_decay_schedule(0, 0.1, 2.5, 25)},
      {"fraction_warmup_cosine_decay",
       optax::warmup_cosine_decay_schedule(1e-6, 3e-4, 300, 1000.5, {.end_value = 3e-5})},
      {"fraction_warmup_cosine_whole",
       optax::warmup_cosine_decay_schedule(0.0, 0.1, 0.1 * 1500, 1500, {.exponent = 2})},
      {"fraction_warmup_exponential",
       optax::warmup_exponential_decay_schedule(0.0, 1e-3, 100.5, 22.5, 0.7)},
      {"fraction_warmup_exponential_begin",
       optax::warmup_exponential_decay_schedule(
           1e-4, 0.1, 150, 300.25, 0.8,
           {.transition_begin = 50.5, .staircase = true, .end_value = 0.01})},
      {"fraction_join",
       optax::join_schedules({optax::linear_schedule(0.0, 0.1, 200), optax::constant_schedule(0.1),
                              optax::cosine_decay_schedule(0.1, 1000, {.alpha = 0.01})},
                             {200.5, 600.7})},
      {"fraction_join_first_ints",
       optax::join_schedules(
           {optax::linear_schedule(0.0, 0.1, 200), optax::exponential_decay(0.1, 300, 0.8),
            optax::piecewise_constant_schedule(0.1, {{100, 0.5}})},
           {20, 600.7})},
      {"fraction_join_nested",
       optax::join_schedules({optax::constant_schedule(0.1),
                              optax::join_schedules({optax::linear_schedule(0.1, 0.3, 50),
                                                     optax::linear_schedule(0.3, 0.0, 500)},
                                                    {50})},
                             {9.9})},
      {"integers", optax::constant_schedule(3)},
      {"integers_linear", optax::linear_schedule(3, 1, 0)},
      {"integers_piecewise", optax::piecewise_constant_schedule(4, {{100, 2}, {1000, 0.5}})},
      {"integers_join",
       optax::join_schedules({optax::constant_schedule(2), optax::constant_schedule(3)}, {10})},
      {"integers_join_step",
       optax::join_schedules(
           {optax::constant_schedule(2), [](optax::step_t step) { return step / 2; }}, {10})},
      {"integers_join_float",
       optax::join_schedules({optax::constant_schedule(2), optax::cosine_decay_schedule(0.1, 1000)},
                             {10})},
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

// The dtype of what takes the precision of what it meets is not its own.
std::optional<optax::dtype> own_type(const std::string& entry) {
  static const auto weak = nlohmann::json::parse(golden().metadata.at("weak"));
  if (std::find(weak.begin(), weak.end(), entry) != weak.end()) return std::nullopt;
  return golden().at(entry).form().type;
}

template <class Real>
void expect_bits(const optax::schedule& s, bool x64, const std::string& entry) {
  const auto expected = golden().at(entry).values<Real>();
  const auto counts = steps();
  ASSERT_EQ(expected.size(), counts.size());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const optax::number n = s.at(counts[i], x64);
    const auto value =
        static_cast<Real>(n.value());  // a constant is rounded where it meets an array
    ASSERT_EQ(std::memcmp(&value, &expected[i], sizeof(Real)), 0)
        << "step " << counts[i] << ": " << value << " instead of " << expected[i];
    ASSERT_EQ(n.dtype(), own_type(entry)) << "step " << counts[i];
    ASSERT_EQ(n.integral(), !n.dtype() && std::is_integral_v<Real>) << "step " << counts[i];
  }
}

class schedules_golden : public testing::TestWithParam<std::string> {};

TEST_P(schedules_golden, has_the_bits_of_optax) {
  const optax::schedule& s = configs().at(GetParam());
  for (const bool x64 : {false, true}) {
    const std::string entry = GetParam() + (x64 ? "/x64" : "/f32");
    switch (golden().at(entry).form().type) {
      case optax::dtype::i32:
        expect_bits<std::int32_t>(s, x64, entry);
        break;
      case optax::dtype::i64:
        expect_bits<std::int64_t>(s, x64, entry);
        break;
      case optax::dtype::f64:
        expect_bits<double>(s, x64, entry);
        break;
      default:
        expect_bits<float>(s, x64, entry);
    }
  }
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
    if (name.find("lambda") != name.npos) continue;
    EXPECT_TRUE(configs().contains(name)) << name << " = " << recipe;
  }
}

}  // namespace
