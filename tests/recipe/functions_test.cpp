// Functions of recipes against Optax: the schedules of tests/golden/schedules.py,
// recipe_schedules.py and language_schedules.py, bit for bit, in float32 and in x64 mode.

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <type_traits>
#include <utility>
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

// How many numbers off the recorded ones may be. XLA has an exp and a log of its own, whose errors
// are not those of the C library; log2 and log10 are quotients of logs.
std::uint64_t most_off(const std::string& config, bool x64) {
  static const std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> libraries = {
      {"exp", {2, 2}}, {"log", {1, 1}}, {"log2", {1, 1}}, {"log10", {2, 2}}};
  const auto found = libraries.find(config);
  if (found != libraries.end()) return x64 ? found->second.second : found->second.first;
#ifdef __aarch64__
  // The recorder had x86's C library. AArch64's tangents are its own or their neighbours.
  if (config == "tangent") return 1;
#endif
  return 0;
}

template <class Real>
std::uint64_t numbers_between(Real a, Real b) {
  using whole = std::conditional_t<sizeof(Real) == 4, std::int32_t, std::int64_t>;
  const auto place = [](Real r) {
    const std::int64_t bits = std::bit_cast<whole>(r);
    return std::signbit(r) ? std::numeric_limits<whole>::min() - bits - 1 : bits;
  };
  const auto x = static_cast<std::uint64_t>(std::max(place(a), place(b)));
  return x - static_cast<std::uint64_t>(std::min(place(a), place(b)));
}

template <class Real>
void expect_numbers(const schedule& s, bool x64, const io::tensor& recorded,
                    const std::vector<step_t>& counts, std::uint64_t most_off) {
  const auto expected = recorded.values<Real>();
  ASSERT_EQ(expected.size(), counts.size());
  std::uint64_t off = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const number n = s.at(counts[i], x64);
    const auto value = static_cast<Real>(n.value());
    off = std::max(off, numbers_between(value, expected[i]));
    ASSERT_TRUE(most_off != 0 || off == 0)
        << "step " << counts[i] << ": " << value << " instead of " << expected[i];
    ASSERT_TRUE(!x64 || (n.dtype() == dtype::f32) == (recorded.form().type == dtype::f32))
        << "step " << counts[i];
  }
  EXPECT_LE(off, most_off) << off << " numbers off";
}

struct config {
  std::string file;
  std::string name;
};

class recipe_schedule : public testing::TestWithParam<config> {};

TEST_P(recipe_schedule, has_the_bits_of_optax) {
  const io::safetensors& file = golden(GetParam().file);
  const std::string& name = GetParam().name;
  const auto counts = nlohmann::json::parse(file.metadata.at("steps")).get<std::vector<step_t>>();
  const schedule s = schedule_recipe(configs(GetParam().file).at(name));
  for (const bool x64 : {false, true}) {
    const io::tensor& recorded = file.at(name + (x64 ? "/x64" : "/f32"));
    const dtype type = recorded.form().type;
    const std::uint64_t off = most_off(name, type == dtype::f64);
    type == dtype::i32   ? expect_numbers<std::int32_t>(s, x64, recorded, counts, off)
    : type == dtype::i64 ? expect_numbers<std::int64_t>(s, x64, recorded, counts, off)
    : type == dtype::f64 ? expect_numbers<double>(s, x64, recorded, counts, off)
                         : expect_numbers<float>(s, x64, recorded, counts, off);
  }
}

std::vector<config> all_configs() {
  std::vector<config> result;
  for (const std::string file : {"schedules", "recipe_schedules", "language_schedules"}) {
    for (const auto& item : configs(file)) result.push_back({file, item.first});
  }
  return result;
}

INSTANTIATE_TEST_SUITE_P(optax, recipe_schedule, testing::ValuesIn(all_configs()),
                         [](const auto& c) { return c.param.name; });

}  // namespace
