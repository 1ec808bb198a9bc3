#include "golden/upstream_table.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string_view>

namespace golden {
namespace {

struct counts {
  int all = 0;
  int pass = 0;
  int nothing = 0;  // of optaxx is called
  int lacking = 0;
  std::string functions = "";  // "whole of all", as run.py has counted them

  std::string row(std::string_view area) const {
    return fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", area, all, pass,
                       all - pass - nothing - lacking, lacking, nothing, functions);
  }
  void count(std::string_view said) {
    all += 1;
    pass += said == "pass" ? 1 : 0;
    nothing += said == "calls nothing of optaxx" ? 1 : 0;
    lacking += said.starts_with("optaxx lacks ") ? 1 : 0;
  }
};

constexpr const char* head = R"(
## Optax's own tests

`./dev python upstream` runs the tests that Optax comes with on the [Python package](python.md#optaxs-own-tests), in their cases.
`python/upstream/expected.tsv` has a row for each, with the reason of those that do not pass.

| area | cases | pass | other reason | call what optaxx lacks | call nothing of it | functions, whole of all |
| --- | --- | --- | --- | --- | --- | --- |
)";

}  // namespace

std::string upstream_section() {
  std::ifstream file(std::filesystem::path(OPTAXX_TEST_DATA_DIR).parent_path() /
                     "python/upstream/expected.tsv");
  std::map<std::string, counts> areas;
  counts sum;
  for (std::string line; std::getline(file, line);) {
    const std::size_t tab = line.find('\t');
    if (line.starts_with("# ")) {
      const std::string area = line.substr(2, tab - 2);
      (area == "all" ? sum : areas[area]).functions = line.substr(tab + 1);
      continue;
    }
    const std::string path = line.substr(0, line.find("::"));
    const std::string said = line.substr(tab + 1);
    const std::size_t slash = path.rfind('/');
    areas[slash == path.npos ? "." : path.substr(0, slash)].count(said);
    sum.count(said);
  }
  std::string section = head;
  for (const auto& [area, c] : areas) section += c.row("`" + area + "`");
  return section + sum.row("all");
}

}  // namespace golden
