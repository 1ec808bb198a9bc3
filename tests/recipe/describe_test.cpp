// What describe says, read again here and by Optax. described.txt has every factory with every
// option at another value than its default, in the words of describe.

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>
#include <regex>
#include <set>

#include "optaxx/optaxx.hpp"
#include "recipe/run/modules.hpp"
#include "replay/distance.hpp"
#include "replay/file.hpp"
#include "support/every_transformation.hpp"
#include "support/factory_names.hpp"
#include "support/runs.hpp"
#include "support/same_bits.hpp"
#include "support/temporary_directory.hpp"
#include "support/user_rules.hpp"

namespace {

using namespace optaxx;
using testing::HasSubstr;

const std::filesystem::path folder = OPTAXX_TEST_DATA_DIR "/recipe";

std::vector<std::string> texts() {
  std::ifstream in(folder / "described.txt");
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// Those that are run on gradients like the parameters, in Optax too.
bool is_recorded(const std::string& text) {
  for (const char* part :
       {"optaxx.", "lookahead(", "differentially_private_aggregate(", "dpsgd("}) {
    if (text.find(part) != text.npos) return false;
  }
  return true;
}

// The keywords of each factory, as the option structs list them.
std::map<std::string, std::set<std::string>> options_of_headers() {
  const std::regex fields(R"(struct (\w+)_options \{[^]*?OPTAXX_FIELDS\(([^)]*)\))");
  const std::regex own(R"(static constexpr int own = (\d+);)");
  std::map<std::string, std::set<std::string>> found;
  const auto include = std::filesystem::path(OPTAXX_TEST_DATA_DIR).parent_path() / "include/optaxx";
  for (const auto& file : std::filesystem::recursive_directory_iterator(include)) {
    if (!file.is_regular_file()) continue;
    const std::string text = support::content_of(file);
    const bool of_contrib = text.find("namespace optaxx::contrib {") != text.npos;
    const bool ours = file.path().parent_path().filename() == "extra";
    const std::string module = ours ? "optaxx." : of_contrib ? "optax.contrib." : "optax.";
    for (std::sregex_iterator m(text.begin(), text.end(), fields), end; m != end; ++m) {
      std::vector<std::string> names = split_names((*m)[2].str());
      const std::string struct_text = m->str();
      if (std::smatch n; std::regex_search(struct_text, n, own)) {
        const auto first = names.end() - std::stoi(n[1].str());
        found["optaxx." + (module + (*m)[1].str()).substr(6)].insert(first, names.end());
        names.erase(first, names.end());
      }
      found[module + (*m)[1].str()].insert(names.begin(), names.end());
    }
  }
  return found;
}

// The keywords of a call whose arguments begin at `at`, those inside of other brackets left out.
std::set<std::string> keywords_of_call(const std::string& text, std::size_t at) {
  std::set<std::string> found;
  std::string word;
  for (int depth = 1; at < text.size() && depth > 0; ++at) {
    const char c = text[at];
    if (std::string_view("([{").find(c) != std::string_view::npos) ++depth;
    if (std::string_view(")]}").find(c) != std::string_view::npos) --depth;
    if (c == '=' && depth == 1) found.insert(word);
    word = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' ? word + c : "";
  }
  return found;
}

std::set<std::string> keywords_in_texts(const std::string& function) {
  std::set<std::string> found;
  const std::string call = function + "(";
  for (const std::string& text : texts()) {
    for (std::size_t at = 0; (at = text.find(call, at)) != text.npos;) {
      at += call.size();
      found.merge(keywords_of_call(text, at));
    }
  }
  return found;
}

TEST(described, has_every_option_of_every_factory) {
  const auto all = options_of_headers();
  ASSERT_GT(all.size(), 50U);
  for (const auto& [name, options] : all) {
    const std::string function = name == "optax.multi_steps" ? "optax.MultiSteps" : name;
    const auto found = keywords_in_texts(function);
    for (const std::string& option : options)
      EXPECT_TRUE(found.contains(option)) << "no text has " << function << " with " << option;
  }
}

TEST(described, has_every_factory) {
  const std::string all = support::content_of(folder / "described.txt");
  for (const std::string& name : support::factory_names())
    EXPECT_NE(all.find(name), all.npos) << name;
}

TEST(described, is_what_describe_says_of_it) {
  for (const std::string& text : texts()) {
    try {
      EXPECT_EQ(describe(recipe(text)), text);
    } catch (const std::exception& e) {
      ADD_FAILURE() << text << "\n" << e.what();
    }
  }
}

// ---- against Optax

array array_of(const std::vector<float>& values, const shape& s) {
  array a(dtype::f32, s);
  std::copy(values.begin(), values.end(), a.mutable_data<float>());
  return a;
}

// The functions that tools/record_trace.py gives, of trees of float32.
tree of_leaves(const tree& t, float (*f)(const array& a, std::size_t i, float n), float n) {
  return tree_map(
      [&](const array& a) {
        array result(a.dtype(), a.shape());
        for (std::size_t i = 0; i < a.size(); ++i) result.mutable_data<float>()[i] = f(a, i, n);
        return result;
      },
      t);
}
tree quarters(const tree& params, step_t i) {
  const auto quarter = [](const array& a, std::size_t k, float n) {
    return a.data<float>()[k] * n;
  };
  return of_leaves(params, quarter, static_cast<float>(i + 1) / 4);
}
tree sums_of_leaves(const tree&, const tree& vector) {
  const auto sum = [](const array& a, std::size_t, float) {
    return std::accumulate(a.data<float>(), a.data<float>() + a.size(), 0.0F);
  };
  return of_leaves(vector, sum, 0);
}

struct recording {
  io::safetensors file = replay::read_safetensors(folder / "described.safetensors.gz");
  nlohmann::json recorded = nlohmann::json::parse(file.metadata.at("texts"));
  nlohmann::json classes = nlohmann::json::parse(file.metadata.at("class"));

  // The loss, of a text that needs one.
  extra_args extra(const std::string& line, std::size_t step) const {
    extra_args extra{.grad_fn = quarters, .hvp_fn = sums_of_leaves};
    if (file.entries.contains(line + "/value")) extra.value = row(line + "/value", step, 1)[0];
    return extra;
  }
  std::vector<float> row(const std::string& name, std::size_t step, std::size_t length) const {
    const std::vector<float> all = file.at(name).values<float>();
    const auto begin = all.begin() + static_cast<std::ptrdiff_t>(step * length);
    return {begin, begin + static_cast<std::ptrdiff_t>(length)};
  }
  tree tree_at(const std::string& name, std::size_t step) const {
    return {{"b", array_of(row(name + "/b", step, 3), {3})},
            {"w", array_of(row(name + "/w", step, 12), {4, 3})}};
  }
};

std::vector<float> values_of(const tree& updates) {
  std::vector<float> all;
  for (const char* leaf : {"b", "w"}) {
    const array a = astype(updates[leaf].leaf(), dtype::f32);
    all.insert(all.end(), a.data<float>(), a.data<float>() + a.size());
  }
  return all;
}

constexpr std::size_t steps = 4;

// Norms, reciprocal roots and tanh are up to 2 ULP of an array's largest element off, as in
// tests/golden; all else has Optax's bits.
TEST(described, gives_the_updates_of_optax) {
  const recording optax;
  for (const auto& [line, text] : optax.recorded.items()) {
    const transformation tx = recipe(text.get<std::string>());
    tree params = optax.tree_at("params", 0);
    opt_state state = tx.init(params);
    const bool exact = optax.classes.at(line) != "ulp";
    for (std::size_t step = 0; step < steps; ++step) {
      const tree updates =
          tx.update(optax.tree_at("grads", step), state, params, optax.extra(line, step));
      apply_updates(params, updates);
      const array got = array_of(values_of(updates), {15});
      const array wanted = array_of(optax.row(line, step, 15), {15});
      const replay::distance d = replay::distance_between(got, wanted);
      EXPECT_LE(exact ? d.ulp : d.leaf_ulp, exact ? 0.0 : 2.0) << text << "\nstep " << step;
    }
  }
}

TEST(described, is_recorded_as_it_is) {
  const recording optax;
  const std::vector<std::string> lines = texts();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string line = std::to_string(i);
    if (is_recorded(lines[i])) {
      ASSERT_TRUE(optax.recorded.contains(line)) << lines[i];
      EXPECT_EQ(optax.recorded.at(line), lines[i]);
    }
  }
}

// ---- what was made in C++

TEST(described, makes_the_same_transformation_again) {
  const std::vector<support::contents> contents(3, support::contents::plain);
  const std::vector<std::int64_t> lengths{5, -1, 12};
  const support::problem p =
      support::make_problem(lengths, {dtype::f32}, support::contents::plain, contents);
  const support::placed_problem placed(p, support::placement::own);
  std::size_t compared = 0;
  for (const auto& [name, tx, links] : support::every_transformation()) {
    std::optional<transformation> again;
    try {
      again = recipe(describe(tx));
    } catch (const format_error& e) {
      EXPECT_THAT(e.what(), HasSubstr(" not bound")) << name;
      continue;
    }
    ++compared;
    const support::outcome a = support::run(tx, placed, support::way::update);
    const support::outcome b = support::run(*again, placed, support::way::update);
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t step = 0; step < a.size(); ++step)
      EXPECT_TRUE(support::same_bits(a[step], b[step])) << name << "\nstep " << step;
  }
  EXPECT_GT(compared, support::every_transformation().size() * 2 / 3);
}

TEST(described, shows_functions_of_cpp_as_names_to_bind) {
  const schedule rate([](step_t n) { return n < 2 ? 0.5 : 0.25; }, "rate");
  const leaf_mask big([](const tree& params) {
    return tree_map([](const array& a) { return a.size() > 3; }, params);
  });
  const transformation tx = adamw(rate, {.mask = big});
  const std::string text = describe(tx);
  EXPECT_EQ(text, "optax.adamw(learning_rate=rate, mask=mask)");
  EXPECT_THAT([&] { recipe(text); }, testing::ThrowsMessage<format_error>(
                                         testing::AllOf(HasSubstr("rate"), HasSubstr("mask"))));
  EXPECT_EQ(describe(recipe(text, {{"rate", rate}, {"mask", big}})), text);
}

TEST(described, shows_what_optax_has_not_as_names_to_bind) {
  const decay_rate_function decay([](step_t step, double rate) {
    return step == 0 ? 0.0 : 1.0 - std::pow(static_cast<double>(step), -rate);
  });
  const skip_update skip([](const tree&, step_t step, const tree&) {
    return skip_decision{step == 1, tree()};
  });
  const transformation halve = elementwise("halve", support::hand_on{});
  const transformation tx =
      multi_steps(chain(halve, scale_by_factored_rms({.decay_rate_fn = decay}), scale(-0.1)), 2,
                  {.should_skip_update_fn = skip});
  const std::string text = describe(tx);
  EXPECT_THAT(text, HasSubstr("optax.chain(halve, optax.scale_by_factored_rms(decay_rate_fn="
                              "decay_rate_fn), "));
  const transformation again =
      recipe(text, {{"halve", halve}, {"decay_rate_fn", decay}, {"should_skip_update_fn", skip}});
  EXPECT_EQ(describe(again), text);
  tree params{{"w", array{1.0F, 2.0F, 3.0F}}};
  tree others = params;
  opt_state state = tx.init(params);
  opt_state other = again.init(others);
  for (float g = 1; g < 8; ++g) {
    tx.step(tree{{"w", array{g, 2 * g, 0.5F}}}, state, params);
    again.step(tree{{"w", array{g, 2 * g, 0.5F}}}, other, others);
    EXPECT_EQ(params, others);
  }
  EXPECT_NE(params["w"].leaf().data<float>()[0], 1.0F);
}

TEST(described, shows_functions_of_a_recipe_by_their_text) {
  const std::string matrices = "lambda params: jax.tree.map(lambda p: p.ndim > 1, params)";
  const std::string of_def =
      "def matrices(params):\n  'Not biases.'\n  return jax.tree.map(lambda p: p.ndim > 1, "
      "params)\n"
      "tx = optax.masked(optax.scale(2.0), matrices)";
  const std::string shown = "optax.masked(inner=optax.scale(step_size=2.0), mask=" + matrices + ")";
  EXPECT_EQ(describe(recipe(of_def)), shown);
  EXPECT_EQ(describe(recipe("optax.freeze(" + matrices + ")")),
            "optax.freeze(mask=" + matrices + ")");
  EXPECT_EQ(describe(recipe("def split(params):\n  labels = {'w': 'a'}\n  return labels\n"
                            "tx = optax.partition({'a': optax.identity()}, split)")),
            "optax.partition(transforms={'a': optax.identity()}, param_labels=split)");
}

TEST(described, has_no_function_of_cpp_under_a_name_of_python) {
  const auto zero = [](step_t) { return 0.0; };
  std::set<std::string> names{"lambda", "if", "None", "", "2x", "a b", "f(x)", "my_lib.rate"};
  for (const auto& [name, known] : recipes::root_names()) names.insert(name);
  for (const std::string& name : names)
    EXPECT_THROW(schedule(zero, name), std::invalid_argument) << "'" << name << "'";
}

}  // namespace
