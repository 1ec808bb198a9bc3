#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <iostream>
#include <new>
#include <optaxx/optaxx.hpp>
#include <string>
#include <vector>

#include "optaxx/diff_command.hpp"
#include "optaxx/explain_command.hpp"
#include "optaxx/inspect_command.hpp"
#include "optaxx/printable.hpp"
#include "optaxx/replay_command.hpp"

namespace {

// CLI::NonNegativeNumber lets NaN through, which nothing is further than.
const CLI::Validator a_bound(
    [](std::string& text) -> std::string {
      double d = 0;
      const bool number = CLI::detail::lexical_cast(text, d) && d >= 0;
      return number ? "" : "expected a number that is not negative, got " + text;
    },
    "");

void add_bounds(CLI::App& app, replay::bounds& within) {
  app.add_option("--max-ulp", within.ulp,
                 "How many numbers may lie between two elements; 0 if no bound is given. For runs\n"
                 "whose operations are all rounded once: no norm, sum, rsqrt, exp or tanh in them")
      ->check(a_bound)
      ->type_name("N");
  app.add_option(
         "--max-leaf-ulp", within.leaf_ulp,
         "How many ULP of the largest element of its array an element may be off. For runs\n"
         "with norms, sums, rsqrt and the like, forced, and for jitted ones: where terms\n"
         "cancel, elements near zero are off by thousands of their own ULP. With both, both\n"
         "must hold")
      ->check(a_bound)
      ->type_name("N");
}

void add_bindings(CLI::App& app, std::vector<std::string>& bind) {
  app.add_option(
         "--bind", bind,
         "A name that the recipe uses and does not define, and its value as Python: lr=1e-3,\n"
         "\"name='adam'\", \"betas=[0.9, 0.99]\", dtype=jnp.bfloat16; or a file of JSON:\n"
         "cfg=run.json. As often as there are names")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
}

int run(int argc, char** argv) {
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
  add_bounds(*replays, replay.within);
  add_bindings(*replays, replay.bind);
  replays->add_flag("--json", replay.json, "One JSON object per line");

  inspect_command inspect;
  CLI::App* const inspects = app.add_subcommand(
      "inspect",
      "What is in a safetensors file, gzipped or not: metadata, and of every array dtype, shape,\n"
      "bytes, smallest and largest element, mean, root mean square, zeros (of either sign), and\n"
      "infinities and NaN, which the others leave out. Traces, checkpoints, anybody's files.");
  inspects->add_option("file", inspect.file, "A .safetensors or .safetensors.gz")
      ->required()
      ->type_name("FILE");
  inspects->add_flag("--json", inspect.json, "One JSON object");

  diff_command diff;
  CLI::App* const diffs = app.add_subcommand(
      "diff",
      "Compare two safetensors files array by array, by name; metadata are not compared. The\n"
      "distance is in ULP: numbers that lie between the elements. NaN equals NaN, 0 equals -0;\n"
      "integers are the same or infinitely far. Ends with status 0 if all arrays are there in\n"
      "both and within the bounds.");
  diffs->add_option("a", diff.a, "A .safetensors or .safetensors.gz")
      ->required()
      ->type_name("FILE");
  diffs->add_option("b", diff.b, "Another")->required()->type_name("FILE");
  add_bounds(*diffs, diff.within);
  diffs->add_flag("--json", diff.json, "One JSON object");

  explain_command explain;
  CLI::App* const explains =
      app.add_subcommand("explain", "What a recipe does in a step: sweeps, bytes, state, threads.");
  explains->add_option("recipe", explain.recipe, "A file with a recipe, or its text")->required();
  explains
      ->add_option("--params", explain.params,
                   "Parameters: a safetensors file, a checkpoint, or a trace")
      ->type_name("FILE");
  add_bindings(*explains, explain.bind);
  explains->add_option("--step", explain.step, "The step that is explained")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();

  CLI11_PARSE(app, argc, argv);
  if (info->parsed()) std::fputs(optaxx::build_info().c_str(), stdout);
  if (explains->parsed()) return explain.run();
  if (replays->parsed()) return replay.run();
  if (inspects->parsed()) return inspect.run();
  if (diffs->parsed()) return diff.run();
  return 0;
}

// What was printed may be lost only here, as on a full device.
bool is_written() {
  return std::cout.flush().good() && std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const int status = run(argc, argv);
    if (is_written()) return status;
    std::fputs("optaxx: the output cannot be written\n", stderr);
  } catch (const std::bad_alloc&) {
    std::fputs("optaxx: there is not enough memory\n", stderr);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "optaxx: %s\n", printable(e.what(), true).c_str());
  }
  return 1;
}
