// What inject_hyperparams makes of the numbers of every factory, against Optax, as
// tests/golden/hyperparams.py recorded it.

#include <gmock/gmock.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "optaxx/optaxx.hpp"
#include "support/temporary_directory.hpp"

namespace {

using namespace optaxx;
using testing::HasSubstr;

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

// "b1:float32 learning_rate:int32".
std::string fields_of(const opt_state& state) {
  std::string text;
  for (const key& k : state["hyperparams"].keys()) {
    text += (text.empty() ? "" : " ") + k.text() + ":" +
            std::string(name_of(state["hyperparams"][k].leaf().dtype()));
  }
  return text;
}

tree params_of(dtype type) {
  return {{"b", tree_full_like(array(type, {3}), 0.25)},
          {"w", tree_full_like(array(type, {2, 3}), 0.5)}};
}

// In units of the last place of the number that Optax has.
double distance(double ours, double optax, dtype type) {
  if (ours == optax || (std::isnan(ours) && std::isnan(optax))) return 0;
  const double size = std::abs(optax);
  const double unit =
      type == dtype::f64
          ? std::nextafter(size, INFINITY) - size
          : static_cast<double>(std::nextafter(static_cast<float>(size), INFINITY)) - size;
  return std::abs(ours - optax) / unit;
}

// Whose updates have a norm, a reciprocal root or the like; of normal numbers as in
// tests/golden/tolerances.cpp.
double most_off(const std::string& recipe) {
  if (recipe.find("nois") != recipe.npos) return 16;
  for (const char* name :
       {"rms", "rss", "stddev", "adagrad", "lamb", "lars", "adafactor", "trust_ratio", "clip_by",
        "grad_clip", "fromage", "novograd", "polyak", "distance_over_gradients", "param_block_norm",
        "sm3", "normalize_by_update_norm"}) {
    if (recipe.find(name) != recipe.npos) return 4;
  }
  return 0;
}

struct recorded {
  std::string recipe;
  dtype type;
  std::string fields;
  std::vector<std::string> numbers;  ///< The first elements of b and w in each step.
};

void expect_same(const recorded& r) {
  SCOPED_TRACE(r.recipe + " of " + std::string(name_of(r.type)));
  const transformation tx = recipe(r.recipe);
  const tree params = params_of(r.type);
  opt_state state = tx.init(params);
  EXPECT_EQ(fields_of(state), r.fields);
  for (std::size_t i = 0; i < r.numbers.size(); i += 2) {
    const tree updates = tx.update(params, state, params, {.value = 1.0});  // for what needs a loss
    for (const std::size_t leaf : {0, 1}) {
      const array& u = updates.leaves()[leaf];
      const double ours = r.type == dtype::f64 ? u.data<double>()[0] : u.data<float>()[0];
      const char* const number = r.numbers[i + leaf].c_str();
      const double optax =
          r.type == dtype::f64 ? std::strtod(number, nullptr) : std::strtof(number, nullptr);
      EXPECT_LE(distance(ours, optax, r.type), most_off(r.recipe))
          << "step " << i / 2 << ", leaf " << leaf << ": " << ours << ", Optax " << optax;
    }
  }
  EXPECT_EQ(fields_of(state), r.fields);
}

TEST(hyperparams, of_every_factory_have_the_dtypes_and_numbers_of_optax) {
  std::ifstream file(OPTAXX_TEST_DATA_DIR "/golden/hyperparams.tsv");
  std::size_t lines = 0;
  for (std::string line; std::getline(file, line); ++lines) {
    const std::vector<std::string> parts = split(line, '\t');
    ASSERT_EQ(parts.size(), 5U) << line;
    expect_same({parts[0], dtype::f32, parts[1], split(parts[2], ' ')});
    expect_same({parts[0], dtype::f64, parts[3], split(parts[4], ' ')});
  }
  EXPECT_GT(lines, 900U);
}

// Whether a header has a factory with an option that is a number.
bool has_numbers(const std::string& header) {
  static const std::regex factory(R"(factory<transformation|transformation \w+\(const)");
  static const std::regex option(
      R"(= (number|scalar_or_schedule)\b|\n  (number|std::optional<number>) )");
  return std::regex_search(header, factory) && std::regex_search(header, option);
}

TEST(hyperparams, are_recorded_of_every_factory_that_has_some) {
  const std::filesystem::path data = OPTAXX_TEST_DATA_DIR;
  const std::string all = support::content_of(data / "golden/hyperparams.tsv");
  for (const char* folder : {"transforms", "optimizers"}) {
    const std::filesystem::path headers = data.parent_path() / "include/optaxx" / folder;
    for (const auto& header : std::filesystem::directory_iterator(headers)) {
      if (!has_numbers(support::content_of(header.path()))) continue;
      // Optax does not take its numbers where they are injected.
      if (header.path().stem() == "scale_by_distance_over_gradients") continue;
      const std::string name = "(optax." + header.path().stem().string();
      EXPECT_THAT(all, testing::AnyOf(HasSubstr(name + ")"), HasSubstr(name + ","))) << name;
    }
  }
}

}  // namespace
