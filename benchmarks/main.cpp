#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <optaxx/optaxx.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "isa/dispatch.hpp"
#include "rows.hpp"
#include "speed.hpp"

namespace {

// The widest that the machine has, or all of them, but sse2 alone only.
std::vector<std::string> instruction_sets(bool all) {
  std::vector<std::string> names;
  for (const optaxx::isa::instruction_set* set : optaxx::isa::available()) {
    if (names.empty() || (all && std::string(set->name) != "sse2")) names.emplace_back(set->name);
  }
  return names;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Ratios against loops written by hand, side by side in one run."};
  bool quick = false;
  std::string json, isa, plot;
  std::vector<std::string> kinds;
  const std::vector<std::pair<std::string, void (*)(bench::table&)>> all = {
      {"chains", bench::add_chains},   {"optimizers", bench::add_optimizers},
      {"layouts", bench::add_layouts}, {"links", bench::add_links},
      {"axes", bench::add_axes},       {"steps", bench::add_steps},
      {"sizes", bench::add_sizes}};
  app.add_flag("--quick", quick,
               "fewer rounds, one instruction set, and 16 Mi parameters in place of 64");
  app.add_option("--json", json, "write the rows to this file")->type_name("FILE");
  app.add_option("--isa", isa, "this instruction set, such as sse2");
  app.add_option("--plot", plot, "write speed.tsv, for speed.gp, to this folder")
      ->type_name("FOLDER");
  app.add_option(
      "kinds", kinds,
      "chains, optimizers, layouts, links, axes, steps, sizes; all of them unless given");
  CLI11_PARSE(app, argc, argv);
  try {
    bench::settings s;
    if (quick) {
      s.rounds = 9;
      s.rounds_in_memory = 5;
      s.sample_seconds = 2e-3;
      s.dram = std::size_t{16} << 20;
    }
    if (optaxx::threads() == 1) s.threads = {1};
    bench::table t(s);
    std::vector<bench::row> sizes;
    bench::print_head();
    for (const std::string& set : isa.empty() ? instruction_sets(!quick) : std::vector{isa}) {
      optaxx::set_instruction_set(set);
      for (const auto& [name, add] : all) {
        if (!kinds.empty() && std::find(kinds.begin(), kinds.end(), name) == kinds.end()) continue;
        const std::size_t before = t.rows().size();
        add(t);
        if (name == "sizes")
          sizes.insert(sizes.end(), t.rows().begin() + static_cast<std::ptrdiff_t>(before),
                       t.rows().end());
      }
    }
    bench::print_foot(t.rows());
    if (!plot.empty() && !sizes.empty()) bench::write_speed(sizes, plot);
    if (!json.empty()) bench::write_json(t.rows(), json);
  } catch (const std::exception& e) {
    fmt::print(stderr, "bench: {}\n", e.what());
    return 1;
  }
  return 0;
}
