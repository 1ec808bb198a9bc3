// Lambdas of recipes against Optax: the schedules of tests/golden/schedules.py, bit for bit, in
// float32 and in x64 mode.

#include <gtest/gtest.h>

#include <cstring>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "optaxx/optaxx.hpp"
#include "recipe/convert.hpp"
#include "recipe/interpreter.hpp"
#include "recipe/modules.hpp"
#include "replay/file.hpp"

namespace {

using namespace optaxx;

const io::safetensors& golden() {
  static const io::safetensors file =
      replay::read_safetensors(OPTAXX_TEST_DATA_DIR "/golden/schedules.safetensors.gz");
  return file;
}

// Python by name.
std::map<std::string, std::string> configs() {
  return nlohmann::json::parse(golden().metadata.at("configs"));
}

schedule schedule_of(const std::string& text) {
  recipes::interpreter in(recipes::parse(text), {{"optax", *recipes::find_known("optax")},
                                                 {"jnp", *recipes::find_known("jnp")}});
  return convert(in.run(), {in, 0, "test"}, recipes::option_type<schedule>{});
}

template <class Real>
void expect_bits(const schedule& s, bool x64, const io::tensor& recorded) {
  const auto expected = recorded.values<Real>();
  const auto counts =
      nlohmann::json::parse(golden().metadata.at("steps")).get<std::vector<step_t>>();
  ASSERT_EQ(expected.size(), counts.size());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const schedule_value v = s.at(counts[i], x64);
    const auto value = static_cast<Real>(v.value);
    ASSERT_EQ(std::memcmp(&value, &expected[i], sizeof(Real)), 0)
        << "step " << counts[i] << ": " << value << " instead of " << expected[i];
    ASSERT_TRUE(!x64 || v.single == (recorded.form().type == dtype::f32)) << "step " << counts[i];
  }
}

class recipe_schedule : public testing::TestWithParam<std::string> {};

TEST_P(recipe_schedule, has_the_bits_of_optax) {
  const schedule s = schedule_of(configs().at(GetParam()));
  expect_bits<float>(s, false, golden().at(GetParam() + "/f32"));
  const io::tensor& x64 = golden().at(GetParam() + "/x64");
  x64.form().type == dtype::f64 ? expect_bits<double>(s, true, x64)
                                : expect_bits<float>(s, true, x64);
}

std::vector<std::string> names() {
  std::vector<std::string> result;
  for (const auto& item : configs()) result.push_back(item.first);
  return result;
}

INSTANTIATE_TEST_SUITE_P(optax, recipe_schedule, testing::ValuesIn(names()),
                         [](const auto& name) { return name.param; });

}  // namespace
