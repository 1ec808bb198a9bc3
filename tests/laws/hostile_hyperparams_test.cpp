// NaN and infinity as hyperparameters: every option of every factory in tests/recipe/described.txt
// takes each of them in turn. Whatever comes of it, the host is told nothing: its exception flags
// are as they were, so that one that has unmasked exceptions is sent no signal.
#include <gtest/gtest.h>

#include <exception>
#include <filesystem>
#include <fstream>
#include <optaxx/optaxx.hpp>
#include <optional>
#include <regex>
#include <string>
#include <vector>

#include "recipe/run/interpreter.hpp"
#include "recipe/run/modules.hpp"
#include "recipe/text/source.hpp"
#include "support/environment.hpp"

namespace {

using namespace optaxx;
using support::environment;

// The texts of described.txt with one number of each replaced, but for the words of keys.
std::vector<std::string> hostile_texts() {
  std::ifstream in(std::filesystem::path(OPTAXX_TEST_DATA_DIR) / "recipe/described.txt");
  const std::regex number(R"(([=(\[ ])(-?\d[\d.]*(e-?\d+)?)(?=[,)\]}]))");
  std::vector<std::string> texts;
  for (std::string line; std::getline(in, line);) {
    if (line.find("wrap_key_data") != line.npos) continue;
    for (std::sregex_iterator m(line.begin(), line.end(), number), end; m != end; ++m) {
      for (const char* const hostile : {"jnp.nan", "jnp.inf", "-jnp.inf"}) {
        const auto at = static_cast<std::size_t>(m->position(2));
        texts.push_back(line.substr(0, at) + hostile +
                        line.substr(at + static_cast<std::size_t>(m->length(2))));
      }
    }
  }
  return texts;
}

// Made without the environment that `recipe` sets around a text, as a factory is called from C++.
std::optional<transformation> made(const std::string& text) {
  namespace r = recipes;
  try {
    r::interpreter in(r::parse(text), r::root_names());
    const r::value v =
        in.run({{"tx"}, [](const r::value& v) { return v.get<transformation>() != nullptr; }});
    return *v.get<transformation>();
  } catch (const r::fault&) {
    return std::nullopt;
  }
}

void use(const transformation& tx) {
  tree params{{"b", array{0.5F, -1.0F, 2.0F}}, {"w", array(dtype::f32, {4, 3})}};
  const tree grads{{"b", array{0.1F, 3.0F, -1e-3F}}, {"w", array(dtype::f32, {4, 3})}};
  try {
    opt_state state = tx.init(params);
    for (int i = 0; i < 3; ++i) {
      tx.step(grads, state, params);
      tx.update(grads, state, params);
    }
    describe(tx);
    explain(tx, params);
  } catch (const std::exception&) {
  }
}

TEST(hostile_hyperparams, raise_no_exception_of_the_processor) {
  const std::vector<std::string> texts = hostile_texts();
  ASSERT_GT(texts.size(), 550U);
  // What a signal would be sent for is a flag where there are no signals.
  const environment::value quiet = support::environments().front();
  std::size_t made_anyway = 0;
  for (const std::string& text : texts) {
    std::optional<transformation> tx;
    unsigned flags_of_factory = 0;
    unsigned flags_of_use = 0;
    {
      const environment scope(quiet);
      tx = made(text);
      flags_of_factory = environment::current().flags();
    }
    // The interpreter itself may be inexact here.
    constexpr unsigned inexact = 0x20;
    EXPECT_EQ(flags_of_factory & ~inexact, 0U) << text;
    if (!tx) continue;
    ++made_anyway;
    {
      const environment scope(quiet);
      use(*tx);
      flags_of_use = environment::current().flags();
    }
    EXPECT_EQ(flags_of_use, 0U) << text;
  }
  EXPECT_GT(made_anyway, 400U);
  if (HasFailure()) return;
  for (const std::string& text : texts) {
    const std::optional<transformation> tx = made(text);
    if (!tx) continue;
    for (const auto& caller : support::environments()) {
      if (caller.traps == 0) continue;
      const environment scope(caller);
      use(*tx);
    }
  }
}

}  // namespace
