#include "replay/replay.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>

#include "optaxx/optaxx.hpp"

namespace {

using namespace optaxx;
using replay::bounds;
using replay::measure;
using replay::report;
using replay::trace;
using replay::transformation_of;
using testing::HasSubstr;

std::filesystem::path golden(const std::string& name) {
  return OPTAXX_TEST_DATA_DIR "/golden/" + name + ".safetensors.gz";
}

trace read(const std::string& name) { return replay::read_trace(golden(name)); }

report measured(const trace& t, bool forced = false, const bounds& within = {}) {
  return measure(t, transformation_of(t), {.forced = forced, .check_step = true}, within);
}

std::string refused(const trace& t, bool forced = false) {
  try {
    measured(t, forced);
  } catch (const format_error& e) {
    return e.what();
  }
  return "nothing is wrong";
}

// The next number.
void nudge(array& a) {
  float* const x = a.mutable_data<float>();
  *x = std::nextafter(*x, std::numeric_limits<float>::infinity());
}

TEST(replay, finds_the_same_bits_in_a_free_run) {
  const report r = measured(read("adamw_mask"));
  EXPECT_TRUE(r.ok());
  EXPECT_EQ(r.steps, 35);
  EXPECT_EQ(r.updates.ulp, 0);
  EXPECT_EQ(r.state.ulp, 0);
  EXPECT_EQ(r.params.ulp, 0);
}

TEST(replay, says_where_the_numbers_first_go_apart) {
  trace t = read("sgd_momentum");
  nudge(t.steps[3].updates["dense"]["b"].leaf());
  nudge(t.steps[7].state[0]["trace"]["gain"].leaf());
  nudge(t.steps[7].state[0]["trace"]["gain"].leaf());
  report r = measured(t);
  ASSERT_FALSE(r.ok());
  EXPECT_EQ(r.beyond->step, 3);
  EXPECT_EQ(r.beyond->path, "updates/dense/b");
  EXPECT_EQ(r.worst.step, 7);
  EXPECT_EQ(r.worst.path, "state/0/trace/gain");
  EXPECT_EQ(r.updates.ulp, 1);
  EXPECT_EQ(r.state.ulp, 2);
  r = measured(t, false, {.ulp = 1});
  EXPECT_EQ(r.beyond->step, 7);
  EXPECT_TRUE(measured(t, false, {.ulp = 2}).ok());
}

TEST(replay, bounds_the_difference_by_the_largest_element_if_asked) {
  trace t = read("sgd_momentum");
  array& updates = t.steps[3].updates["dense"]["b"].leaf();
  float* const x = updates.mutable_data<float>();
  std::size_t smallest = 0;
  float largest = 0;
  for (std::size_t i = 0; i < updates.size(); ++i) {
    if (std::abs(x[i]) < std::abs(x[smallest])) smallest = i;
    largest = std::max(largest, std::abs(x[i]));
  }
  x[smallest] += 2 * (std::nextafter(largest, 2 * largest) - largest);
  nudge(t.steps[7].updates["gain"].leaf());
  EXPECT_FALSE(measured(t, false, {.ulp = 4}).ok());
  EXPECT_TRUE(measured(t, false, {.leaf_ulp = 2.5}).ok());
  const report r = measured(t, false, {.leaf_ulp = 1});
  ASSERT_FALSE(r.ok());
  EXPECT_EQ(r.beyond->path, "updates/dense/b");
  EXPECT_EQ(r.worst.path, "updates/dense/b");
  EXPECT_FALSE(measured(t, false, {.ulp = 4, .leaf_ulp = 2.5}).ok());
  EXPECT_FALSE(measured(t, false, {.ulp = 1e10, .leaf_ulp = 1}).ok());
  EXPECT_TRUE(measured(t, false, {.ulp = 1e10, .leaf_ulp = 2.5}).ok());
}

// The promise of README.md, for what has a norm in it.
TEST(replay, of_a_norm_is_within_few_ulp_of_the_largest_and_many_of_an_element) {
  const trace t = read("t5x_gpu_adamw");
  EXPECT_FALSE(measured(t, true, {.ulp = 1000}).ok());
  EXPECT_TRUE(measured(t, true, {.leaf_ulp = 13}).ok());
}

TEST(replay, compares_the_parameters_too) {
  trace t = read("adam");
  nudge(t.steps[5].params["gain"].leaf());
  EXPECT_EQ(measured(t).beyond->path, "params/gain");
  EXPECT_EQ(measured(t).beyond->step, 5);
  EXPECT_EQ(measured(t, true).beyond->path, "params/gain");
}

TEST(replay, goes_on_from_recorded_states_if_forced) {
  trace t = read("trace");
  for (auto& leaf : t.steps[4].state.leaves()) leaf = array(leaf.dtype(), leaf.shape());
  EXPECT_EQ(measured(t).beyond->step, 4);
  EXPECT_GT(measured(t, true).updates.ulp, 0) << "step 5 begins from zeros";
  EXPECT_EQ(measured(t).updates.ulp, 0) << "a free run does not see it";
}

TEST(replay, compares_counters_exactly) {
  trace t = read("adam");
  t.steps[2].state[0]["count"].leaf().set_item(7);
  const report r = measured(t, false, {.ulp = 1e300});
  ASSERT_FALSE(r.ok());
  EXPECT_EQ(r.beyond->path, "state/0/count");
  EXPECT_EQ(r.state.ulp, std::numeric_limits<double>::infinity());
}

TEST(replay, compares_the_first_state) {
  trace t = read("adam");
  t.state[0]["count"].leaf().set_item(7);
  EXPECT_EQ(measured(t).beyond->step, -1);
}

TEST(replay, replaces_state_leaves_where_the_trace_does) {
  trace whole = read("adam");
  trace rest = whole;
  rest.params = whole.steps[9].params;
  rest.steps.erase(rest.steps.begin(), rest.steps.begin() + 10);
  EXPECT_FALSE(measured(rest).ok());
  const tree& before = whole.steps[9].state;
  for (std::size_t i = 0; i < before.leaves().size(); ++i)
    rest.steps[0].overrides.emplace(before.path(i), before.leaves()[i]);
  EXPECT_TRUE(measured(rest).ok());

  rest.steps[1].overrides.emplace("0/nu/nowhere", array{1.0F});
  EXPECT_THAT(refused(rest), HasSubstr("replaces state/0/nu/nowhere"));
}

// Keeps the losses that it is given.
class keeps_losses final : public rule {
 public:
  explicit keeps_losses(std::vector<double>& losses) : losses_(&losses) {}

  void init(layout&) const override {}
  void update(sweep& s, const state_view&) const override {
    EXPECT_EQ(std::get<double>(s.extra().others.at("factor")), 3);
    EXPECT_EQ(std::get<tree>(s.extra().others.at("like")), tree(array{5.0F}));
    EXPECT_EQ(s.extra().value_fn(tree(array{1.0F, 2.0F})), 100);
    losses_->push_back(*s.extra().value);
  }
  call describe() const override { return {"keeps_losses", {}}; }

 private:
  std::vector<double>* losses_;
};

TEST(replay, hands_extra_arguments_on) {
  std::vector<double> losses;
  const transformation tx = keeps_losses(losses);
  trace t;
  t.params = array{1.0F, 2.0F};
  t.state = tx.init(t.params);
  t.value_fn = "rosenbrock2";
  const tree grads = array{1.0F, 1.0F};
  tree params = t.params;
  for (const float loss : {2.0F, 4.0F}) {
    apply_updates(params, grads);
    const std::map<std::string, tree> extra{{"value", tree(array::scalar(dtype::f32, loss))},
                                            {"factor", tree(array(3.0F))},
                                            {"like", array{5.0F}}};
    t.steps.push_back({grads, extra, {}, grads, t.state, params});
  }
  EXPECT_TRUE(measure(t, tx, {}).ok());
  EXPECT_THAT(losses, testing::ElementsAre(2, 4));
  t.value_fn = "himmelblau";
  EXPECT_THROW(measure(t, tx, {}), format_error);
}

TEST(replay, refuses_what_cannot_be_compared) {
  trace t = read("adam");
  t.recipe = "optax.adam(1e-2, mu_dtypes='float32')";
  EXPECT_THAT(refused(t), HasSubstr("did you mean 'mu_dtype'?"));
  t.recipe = "optax.sgd(1e-2)";
  EXPECT_EQ(refused(t),
            "has another state than ours: 0 is the struct ScaleByAdamState, ours has the struct "
            "EmptyState");
  t = read("inject_partial");
  t.recipe = "optax.inject_hyperparams(optax.adam)(learning_rate=1e-2)";
  EXPECT_EQ(refused(t),
            "has another state than ours: hyperparams has 6 children, ours has 5, without "
            "'weight_decay'");
  t = read("adam");
  t.bindings = "{";
  EXPECT_THAT(refused(t), HasSubstr("has bad JSON"));
  t.bindings = "[1]";
  EXPECT_THAT(refused(t), HasSubstr("has no JSON object of bindings"));
  t = read("adam");
  t.x64 = true;
  EXPECT_THAT(refused(t), HasSubstr("none of its parameters is float64"));
  t = read("sgd");
  t.steps[0].updates["gain"].leaf() = array(1.0);
  EXPECT_THAT(refused(t), HasSubstr("updates['gain'] is float32() here, float64() in the trace"));
}

TEST(replay, takes_bindings_of_every_kind) {
  trace t = read("adamw_mask_tree");
  t.recipe =
      "optax.chain(*[optax.adamw(lr, weight_decay=w[0], mask=mask, mu_dtype=nothing, "
      "nesterov=flag)])[0]";
  t.bindings = R"({"lr": 1e-2, "w": [0.1, 2], "nothing": null, "flag": false,
      "mask": {"dense": {"w": true, "b": false}, "gain": false, "deep": [true, false]}})";
  EXPECT_THAT(refused(t), HasSubstr("a transformation has no items"));
  t.recipe = "optax.adamw(lr, weight_decay=w[0], mask=mask, mu_dtype=nothing, nesterov=flag)";
  EXPECT_TRUE(measured(t).ok());
}

TEST(replay, takes_bindings_that_count_more_than_those_of_the_trace) {
  trace t = read("adam");
  t.recipe = "optax.adam(rate)";
  t.bindings = R"({"rate": 0.5})";
  EXPECT_FALSE(measure(t, transformation_of(t), {}).ok());
  EXPECT_TRUE(measure(t, transformation_of(t, {{"rate", 1e-2}}), {}).ok());
  EXPECT_THROW(transformation_of(t, {{"lr", 1e-2}}), format_error);
}

class damaged_file : public testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(path_); }
  void expect_error_or_run(const std::string& content) {
    std::ofstream(path_, std::ios::binary) << content;
    try {
      const trace t = replay::read_trace(path_);
      measure(t, transformation_of(t), {});
    } catch (const std::exception&) {
    }
  }
  std::filesystem::path path_ = std::filesystem::path(testing::TempDir()) /
                                testing::UnitTest::GetInstance()->current_test_info()->name();
};

// Not gzipped, whose checksum would find out first.
std::string small_trace() {
  const std::string header = R"json({"__metadata__": {
    "format": "optaxx.trace.v1", "recipe": "optax.trace(0.5)", "bindings": "{}", "steps": "1",
    "extra": "[]", "optax": "", "jax": "", "mode": "eager", "note": "",
    "params_structure": "{\"dict\": {\"w\": \"F32[2]\"}}", "state_structure":
    "{\"struct\": \"TraceState\", \"fields\": [[\"trace\", {\"dict\": {\"w\": \"F32[2]\"}}]]}"},
    "params/w": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]},
    "init/state/trace/w": {"dtype": "F32", "shape": [2], "data_offsets": [8, 16]},
    "0/grads/w": {"dtype": "F32", "shape": [2], "data_offsets": [16, 24]},
    "0/updates/w": {"dtype": "F32", "shape": [2], "data_offsets": [24, 32]},
    "0/state/trace/w": {"dtype": "F32", "shape": [2], "data_offsets": [32, 40]},
    "0/override/trace/w": {"dtype": "F32", "shape": [2], "data_offsets": [40, 48]},
    "0/params/w": {"dtype": "F32", "shape": [2], "data_offsets": [48, 56]}})json";
  const std::uint64_t size = header.size();
  return std::string(reinterpret_cast<const char*>(&size), sizeof size) + header +
         std::string(56, '\0');
}

TEST_F(damaged_file, gives_an_error_and_never_a_crash) {
  const std::string whole = small_trace();
  std::ofstream(path_, std::ios::binary) << whole;
  const trace t = replay::read_trace(path_);
  EXPECT_THAT(t.steps[0].overrides, testing::ElementsAre(testing::Key("trace/w")));
  EXPECT_TRUE(measured(t).ok());
  for (std::size_t n = 0; n < whole.size(); n += 7) {
    std::ofstream(path_, std::ios::binary) << whole.substr(0, n);
    EXPECT_THROW(replay::read_trace(path_), format_error) << n;
  }
  const std::string_view bytes("\0\xff\"9-[}", 7);
  for (std::size_t n = 0; n < whole.size(); n += 3) {
    std::string other = whole;
    other[n] = bytes[n % bytes.size()];
    expect_error_or_run(other);
  }
}

TEST_F(damaged_file, is_found_by_the_checksum_if_it_was_gzipped) {
  std::ifstream in(golden("adam"), std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(in), {}};
  content[content.size() / 2] = static_cast<char>(content[content.size() / 2] ^ 0x10);
  std::ofstream(path_, std::ios::binary) << content;
  EXPECT_THROW(replay::read_trace(path_), format_error);
  std::ofstream(path_, std::ios::binary) << content.substr(0, content.size() / 2);
  EXPECT_THROW(replay::read_trace(path_), format_error);
}

TEST_F(damaged_file, does_not_ask_for_the_memory_that_it_names) {
  const std::string whole = small_trace();
  for (const char* shape : {"[9999999999999]", "[2, 4611686018427387904]", "[-2]", "[2.0]", "{}"}) {
    std::string large = whole;
    const std::size_t at = large.find("\"shape\": [2]");
    large.replace(at, 12, std::string("\"shape\": ") + shape);
    expect_error_or_run(large);
  }
}

}  // namespace
