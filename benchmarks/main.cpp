#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <optaxx/optaxx.hpp>
#include <string>
#include <utility>
#include <vector>

#include "rows.hpp"

int main(int argc, char** argv) {
  CLI::App app{"Ratios against loops written by hand, side by side in one run."};
  bool quick = false;
  std::string json, isa;
  std::vector<std::string> kinds;
  const std::vector<std::pair<std::string, void (*)(bench::table&)>> all = {
      {"chains", bench::add_chains},
      {"optimizers", bench::add_optimizers},
      {"layouts", bench::add_layouts},
      {"links", bench::add_links}};
  app.add_flag("--quick", quick, "fewer rounds, and 16 Mi parameters in place of 64");
  app.add_option("--json", json, "write the rows to this file")->type_name("FILE");
  app.add_option("--isa", isa, "this instruction set in place of the widest");
  app.add_option("kinds", kinds, "chains, optimizers, layouts, links; all of them unless given");
  CLI11_PARSE(app, argc, argv);
  try {
    bench::settings s;
    if (quick) {
      s.rounds = 9;
      s.sample_seconds = 2e-3;
      s.dram = std::size_t{16} << 20;
    }
    if (optaxx::threads() == 1) s.threads = {1};
    if (!isa.empty()) optaxx::set_instruction_set(isa);
    bench::table t(s);
    bench::print_head();
    for (const auto& [name, add] : all) {
      if (kinds.empty() || std::find(kinds.begin(), kinds.end(), name) != kinds.end()) add(t);
    }
    bench::print_foot(t.rows());
    if (!json.empty()) bench::write_json(t.rows(), json);
  } catch (const std::exception& e) {
    fmt::print(stderr, "bench: {}\n", e.what());
    return 1;
  }
  return 0;
}
