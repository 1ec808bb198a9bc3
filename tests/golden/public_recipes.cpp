#include "golden/public_recipes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "golden/comparison.hpp"
#include "golden/tolerances.hpp"

namespace golden {
namespace {

const std::filesystem::path folder = OPTAXX_TEST_DATA_DIR "/golden";

struct row {
  std::string kind;  // "recipe" or "block"
  std::string source;
  std::string what;
  std::vector<std::string> traces;
  std::string elsewhere;  // how it is compared without a trace
  std::string waits_for;
};

std::vector<row> rows() {
  std::ifstream file(folder / "public_recipes.tsv");
  std::vector<row> result;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::istringstream fields(line);
    row r;
    std::string traces;
    for (std::string* field : {&r.kind, &r.source, &r.what, &traces, &r.waits_for})
      std::getline(fields, *field, '\t');
    if (traces.starts_with("=")) {
      r.elsewhere = traces.substr(1);
    } else {
      std::istringstream names(traces);
      for (std::string name; names >> name;) r.traces.push_back(name);
    }
    result.push_back(std::move(r));
  }
  return result;
}

std::string runs_of(const row& r) {
  if (!r.elsewhere.empty()) return r.elsewhere;
  if (r.traces.empty()) return "**waits**";
  return fmt::format("`{}`", fmt::join(r.traces, "` `"));
}

// Traces without a tolerance run free and have the same bits.
std::string difference(const row& r) {
  if (r.traces.empty()) return "";
  comparison worst;
  for (const std::string& name : r.traces) {
    if (!tolerances().contains(name)) continue;
    const comparison c = forced_run(replay::read_trace(folder / (name + ".safetensors.gz")));
    if (c.far.ulp >= worst.far.ulp) worst = c;
  }
  return text_of(worst);
}

std::string table(const std::string& kind, const std::string& head) {
  std::string text = fmt::format(
      "\n| {} | | traces | largest difference | waits for |\n"
      "| --- | --- | --- | --- | --- |\n",
      head);
  for (const row& r : rows()) {
    if (r.kind != kind) continue;
    text += fmt::format("| {} | {} | {} | {} | {} |\n", r.source, r.what, runs_of(r), difference(r),
                        r.waits_for);
  }
  return text;
}

}  // namespace

std::string public_recipes_sections() {
  return R"(
## Recipes of public projects

Written in the way of the projects, with the numbers of their defaults where they have some; counters are set forward where a
schedule's turning points lie thousands of steps away. What a trace has in the place of a part that is missing is said. The texts are in `tests/golden/recipes`.
)" + table("recipe", "project") +
         R"(
## Code blocks of a widely copied Optax reference

As printed. Blocks with several optimizers run side by side in one `partition`.
)" + table("block", "block");
}

}  // namespace golden
