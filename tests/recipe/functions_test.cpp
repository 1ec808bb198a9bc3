// Functions of recipes against Optax: the schedules of tests/golden/schedules.py and
// recipe_schedules.py, bit for bit, in float32 and in x64 mode.

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "optaxx/optaxx.hpp"
#include "replay/file.hpp"

namespace {

using namespace optaxx;

const io::safetensors& golden(const std::string& name) {
  static std::map<std::string, io::safetensors> files;
  const auto found = files.find(name);
  if (found != files.end()) return found->second;
  return files
      .emplace(name,
               replay::read_safetensors(OPTAXX_TEST_DATA_DIR "/golden/" + name + ".safetensors.gz"))
      .first->second;
}

// Python by name.
std::map<std::string, std::string> configs(const std::string& file) {
  return nlohmann::json::parse(golden(file).metadata.at("configs"));
}

// The recorder had x86's C library. AArch64's tangents are its own or their neighbours.
bool of_another_library(const std::string& config) {
#ifdef __aarch64__
  return config == "tangent";
#else
  static_cast<void>(config);
  return false;
#endif
}

template <class Real>
bool same_or_neighbours(Real a, Real b) {
  return std::nextafter(a, b) == b;
}

template <class Real>
void expect_bits(const schedule& s, bool x64, const io::tensor& recorded,
                 const std::vector<step_t>& counts, bool neighbours_too) {
  const auto expected = recorded.values<Real>();
  ASSERT_EQ(expected.size(), counts.size());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const schedule_value v = s.at(counts[i], x64);
    const auto value = static_cast<Real>(v.value);
    ASSERT_TRUE(std::memcmp(&value, &expected[i], sizeof(Real)) == 0 ||
                (neighbours_too && same_or_neighbours(value, expected[i])))
        << "step " << counts[i] << ": " << value << " instead of " << expected[i];
    ASSERT_TRUE(!x64 || v.single == (recorded.form().type == dtype::f32)) << "step " << counts[i];
  }
}

struct config {
  std::string file;
  std::string name;
};

class recipe_schedule : public testing::TestWithParam<config> {};

TEST_P(recipe_schedule, has_the_bits_of_optax) {
  const io::safetensors& file = golden(GetParam().file);
  const auto counts = nlohmann::json::parse(file.metadata.at("steps")).get<std::vector<step_t>>();
  const schedule s = schedule_recipe(configs(GetParam().file).at(GetParam().name));
  const bool neighbours_too = of_another_library(GetParam().name);
  expect_bits<float>(s, false, file.at(GetParam().name + "/f32"), counts, neighbours_too);
  const io::tensor& x64 = file.at(GetParam().name + "/x64");
  x64.form().type == dtype::f64 ? expect_bits<double>(s, true, x64, counts, neighbours_too)
                                : expect_bits<float>(s, true, x64, counts, neighbours_too);
}

std::vector<config> all_configs() {
  std::vector<config> result;
  for (const std::string file : {"schedules", "recipe_schedules"}) {
    for (const auto& item : configs(file)) result.push_back({file, item.first});
  }
  return result;
}

INSTANTIATE_TEST_SUITE_P(optax, recipe_schedule, testing::ValuesIn(all_configs()),
                         [](const auto& c) { return c.param.name; });

}  // namespace
