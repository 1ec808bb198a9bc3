#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <optaxx/optaxx.hpp>

#include "optaxx/explain_command.hpp"
#include "optaxx/replay_command.hpp"

int main(int argc, char** argv) {
  CLI::App app{"optaxx: Optax for C++, from the command line."};
  app.require_subcommand(1);
  const CLI::App* const info =
      app.add_subcommand("info", "What was built, and what runs on this machine.");

  replay_command replay;
  CLI::App* const replays =
      app.add_subcommand("replay", "Run recorded traces of Optax here and compare the numbers.");
  replays->add_option("files", replay.files, "Traces: .safetensors or .safetensors.gz")
      ->required()
      ->type_name("FILE");
  replays->add_flag("--forced", replay.forced,
                    "Load the recorded state and parameters before each step");
  replays->add_option("--max-ulp", replay.max_ulp, "The largest difference that passes")
      ->type_name("N")
      ->capture_default_str();
  replays->add_flag("--json", replay.json, "One JSON object per line");

  explain_command explain;
  CLI::App* const explains =
      app.add_subcommand("explain", "What a recipe does in a step: sweeps, bytes, state, threads.");
  explains->add_option("recipe", explain.recipe, "A file with a recipe, or its text")->required();
  explains->add_option("--params", explain.params, "Parameters: a safetensors file, or a trace")
      ->type_name("FILE");
  explains->add_option("--step", explain.step, "The step that is explained")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();

  CLI11_PARSE(app, argc, argv);
  try {
    if (info->parsed()) std::fputs(optaxx::build_info().c_str(), stdout);
    if (explains->parsed()) return explain.run();
    if (replays->parsed()) return replay.run();
  } catch (const std::exception& e) {
    std::fprintf(stderr, "optaxx: %s\n", e.what());
    return 1;
  }
  return 0;
}
