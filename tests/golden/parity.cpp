#include "golden/parity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <tuple>
#include <vector>

#include "golden/comparison.hpp"
#include "golden/public_recipes.hpp"
#include "golden/upstream_table.hpp"
#include "optaxx/recipe/recipe.hpp"
#include "replay/file.hpp"
#include "replay/replay.hpp"

namespace golden {
namespace {

const std::filesystem::path folder = OPTAXX_TEST_DATA_DIR "/golden";

constexpr const char* head = R"(# Parity with Optax

Every symbol of Optax 0.2.8, and how its numbers were compared. Which Optax: the one that evaluates its own formulas operation
by operation (mode `eager` of the traces). Jitted Optax has other bits than itself: between `eager` and `jit`, 57 to 77 % of the
elements of AdamW's updates differ in the last places, because XLA contracts products and sums and rewrites divisions. No port
can have the bits of both ([numerics](numerics.md)).

A **trace** is a recorded run of 30 or 35 steps ([recipes and traces](recipes.md)). In a **free** run the states are our own from
the first step to the last, and all updates, states and parameters have the same bits. A **forced** run takes each step from the
recorded state, for what contains a sum, `rsqrt`, `tanh` or the like, whose last places differ from machine to machine in Optax
itself. The difference is that of updates and states, at the worst element of the worst step: in representable numbers of its
dtype, and in units of the last place of the largest element of its array. The first number is large where terms cancel.
A difference is told at the symbol that makes the recipe; those that are only a part of it tell their own.

What departs from Optax on purpose is listed in [numerics](numerics.md#departures-on-purpose).

This page is written by a test: `OPTAXX_WRITE_PARITY=1 ./dev test -R parity`.
)";

// A symbol by the last part of its name: "MultiSteps", "tree_get".
struct symbol {
  std::string category;
  std::string name;  // as the page shows it
  std::string here;  // how it is here, if no trace says so; "-": not, though recipes know the name
};

std::vector<std::string> split(const std::string& line, const std::string& separator) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t at; (at = line.find(separator, begin)) != line.npos;
       begin = at + separator.size())
    parts.push_back(line.substr(begin, at - begin));
  parts.push_back(line.substr(begin));
  return parts;
}

std::vector<symbol> symbols() {
  std::ifstream file(folder / "optax_symbols.tsv");
  std::vector<symbol> result;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    const auto parts = split(line, "\t");
    result.push_back({parts.at(0), split(parts.at(1), " = ").front(), parts.at(2)});
  }
  return result;
}

// The names of Optax that a recipe calls, as the list of symbols spells them.
std::set<std::string> names_in(const std::string& recipe) {
  static const std::regex call(R"(\boptax\.([\w.]+))");
  std::set<std::string> names;
  for (std::sregex_iterator m(recipe.begin(), recipe.end(), call), end; m != end; ++m) {
    std::string name = (*m)[1];
    for (const char* module : {"schedules.", "transforms."}) {
      if (name.starts_with(module)) name.erase(0, std::string(module).size());
    }
    if (name == "multi_transform") name = "partition";
    if (name == "multi_steps") name = "MultiSteps";
    names.insert("optax." + name);
  }
  return names;
}

// The name that makes the transformation: the first of the last statement.
std::string outermost(const std::string& recipe) {
  const std::size_t tx = recipe.rfind("\ntx = ");
  const std::string last = tx == recipe.npos ? recipe : recipe.substr(tx);
  std::smatch m;
  std::regex_search(last, m, std::regex(R"(\boptax\.[\w.]+)"));
  return m.empty() ? "" : *names_in(m[0]).begin();
}

struct evidence {
  int free = 0;
  int x64 = 0;
  std::vector<comparison> own;     // forced runs of the symbol's own recipes,
  std::vector<comparison> others;  // and of recipes that contain it
  int schedule_steps = 0;          // of the table of schedules
};

std::map<std::string, evidence> all_evidence() {
  std::map<std::string, evidence> result;
  for (const auto& file : std::filesystem::directory_iterator(folder / "recipes")) {
    const replay::trace t =
        replay::read_trace(folder / (file.path().stem().string() + ".safetensors.gz"));
    if (t.mode == "jit") continue;
    const bool forced = t.expectation == "ulp";
    const comparison c = forced ? forced_run(t) : comparison();
    for (const std::string& name : names_in(t.recipe)) {
      evidence& e = result[name];
      if (t.x64) ++e.x64;
      if (!forced) ++e.free;
      if (forced) (name == outermost(t.recipe) ? e.own : e.others).push_back(c);
    }
  }
  const auto table = replay::read_safetensors(folder / "schedules.safetensors.gz");
  const int steps = static_cast<int>(nlohmann::json::parse(table.metadata.at("steps")).size());
  const auto configs = nlohmann::json::parse(table.metadata.at("configs"));
  for (const auto& recipe : configs) {
    const std::string text = recipe.get<std::string>();
    const std::string name = outermost(text);
    if (!name.empty()) result[name].schedule_steps += steps;
  }
  return result;
}

std::string how(const evidence& e) {
  const std::size_t forced = e.own.size() + e.others.size();
  const int traces = e.free + static_cast<int>(forced);
  std::string text = fmt::format("{} trace{}", traces, traces == 1 ? "" : "s");
  if (e.x64 != 0) text += fmt::format(", {} of them float64", e.x64);
  if (e.free != 0) text += forced == 0 ? "; all free" : fmt::format("; {} free", e.free);
  if (forced != 0) text += e.free == 0 ? "; all forced" : fmt::format(", {} forced", forced);
  if (e.schedule_steps != 0)
    text += fmt::format("; {} values in float32 and as many with x64", e.schedule_steps);
  return text;
}

std::string difference(const evidence& e) {
  const auto& runs = !e.own.empty() ? e.own : e.free != 0 ? std::vector<comparison>() : e.others;
  if (runs.empty()) return "none";
  const auto nearer = [](const comparison& a, const comparison& b) {
    return std::tie(a.far.ulp, b.trace) < std::tie(b.far.ulp, a.trace);
  };
  const comparison& worst = *std::max_element(runs.begin(), runs.end(), nearer);
  return text_of(worst);
}

}  // namespace

std::string parity_page() {
  const std::map<std::string, evidence> found = all_evidence();
  const std::vector<std::string> callable = optaxx::recipe_names();
  std::string page = head;
  std::map<std::string, std::vector<std::string>> not_there;
  std::vector<std::string> order;
  page +=
      "\n## What is there\n\n| symbol | compared by | largest difference |\n| --- | --- | --- |\n";
  for (const symbol& s : symbols()) {
    const auto e = found.find(s.name);
    if (e != found.end()) {
      page += fmt::format("| `{}` | {} | {} |\n", s.name, how(e->second), difference(e->second));
    } else if (!s.here.empty() && s.here != "-") {
      page += fmt::format("| `{}` | {} | |\n", s.name, s.here);
    } else if (s.here != "-" &&
               std::find(callable.begin(), callable.end(), s.name) != callable.end()) {
      page += fmt::format("| `{}` | **no trace yet** | |\n", s.name);
    } else {
      if (!not_there.contains(s.category)) order.push_back(s.category);
      not_there[s.category].push_back("`" + s.name.substr(6) + "`");
    }
  }
  page += public_recipes_sections();
  page += upstream_section();
  page += "\n## What is not there yet\n\n| | |\n| --- | --- |\n";
  for (const std::string& c : order) {
    page += fmt::format("| {} | {} |\n", c, fmt::join(not_there.at(c), " "));
  }
  return page;
}

}  // namespace golden
