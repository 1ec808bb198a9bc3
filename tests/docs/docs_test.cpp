// That the pages for people say what is there.

#include <gmock/gmock.h>

#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "optaxx/optaxx.hpp"
#include "replay/trace.hpp"
#include "support/temporary_directory.hpp"

namespace {

namespace fs = std::filesystem;
using support::content_of;
using testing::HasSubstr;

const fs::path root = fs::path(OPTAXX_TEST_DATA_DIR).parent_path();

std::vector<fs::path> files_in(const std::string& folder, const std::string& extension) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(root / folder)) {
    if (entry.path().extension() == extension) files.push_back(entry.path());
  }
  return files;
}

std::set<std::string> folders_in(const std::string& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(root / folder)) {
    if (entry.is_directory()) names.insert(entry.path().filename().string());
  }
  return names;
}

std::vector<fs::path> pages() {
  std::vector<fs::path> files = files_in("docs", ".md");
  files.push_back(root / "README.md");
  files.push_back(root / "CONTRIBUTING.md");
  return files;
}

// The first group of every match.
std::vector<std::string> all_matches(const std::string& text, const std::regex& pattern) {
  std::vector<std::string> found;
  for (std::sregex_iterator m(text.begin(), text.end(), pattern), end; m != end; ++m) {
    found.push_back((*m)[1]);
  }
  return found;
}

// Without indentation and empty lines, so that a piece of a file can be found in it.
std::string without_indentation(const std::string& text) {
  std::string result = "\n";
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t first = line.find_first_not_of(' ');
    if (first != std::string::npos) result += line.substr(first) + "\n";
  }
  return result;
}

// What stands between ```cpp and ```.
std::vector<std::string> code_of(const std::string& page, const std::string& language = "cpp") {
  std::vector<std::string> blocks;
  const std::string begin = "```" + language + "\n";
  for (std::size_t at = page.find(begin); at != std::string::npos; at = page.find(begin, at)) {
    at += begin.size();
    blocks.push_back(page.substr(at, page.find("```", at) - at));
  }
  return blocks;
}

TEST(docs, show_only_code_that_is_compiled) {
  std::vector<std::string> compiled;
  for (const char* folder : {"examples", "tests/docs"}) {
    for (const fs::path& file : files_in(folder, ".cpp")) {
      compiled.push_back(without_indentation(content_of(file)));
    }
  }
  for (const fs::path& page : pages()) {
    for (const std::string& block : code_of(content_of(page))) {
      const std::string code = without_indentation(block);
      bool found = false;
      for (const std::string& file : compiled)
        found = found || file.find(code) != std::string::npos;
      EXPECT_TRUE(found) << page.filename() << ": in no file of examples/ or tests/docs/:\n"
                         << block;
    }
  }
}

TEST(docs, show_only_recipes_that_are_read) {
  std::size_t recipes = 0;
  for (const fs::path& page : pages()) {
    for (const std::string& block : code_of(content_of(page), "python")) {
      const bool recipe = block.find("\ntx = optax.") != std::string::npos;
      const bool loop = block.find("tx.init(") != std::string::npos;
      if (!recipe || loop) continue;
      EXPECT_NO_THROW(optaxx::recipe(block)) << page.filename() << ":\n" << block;
      ++recipes;
    }
  }
  EXPECT_GT(recipes, 0U);
}

TEST(docs, the_readme_shows_the_first_example_and_what_it_prints) {
  const std::string readme = content_of(root / "README.md");
  const std::string program = content_of(root / "examples/quick_start.cpp");
  EXPECT_THAT(readme, HasSubstr("```cpp\n" + program + "```"));
  EXPECT_THAT(readme,
              HasSubstr("```\n" + content_of(root / "examples/quick_start.expected") + "```"));
}

TEST(docs, extending_names_verbs_that_there_are) {
  const std::string page = content_of(root / "docs/extending.md");
  const std::string sweep = content_of(root / "include/optaxx/core/sweep.hpp");
  const std::string layout = content_of(root / "include/optaxx/core/layout.hpp");
  const auto verbs_of_sweep = all_matches(page, std::regex("`s\\.(\\w+)"));
  const auto verbs_of_layout = all_matches(page, std::regex("`state\\.(\\w+)"));
  EXPECT_FALSE(verbs_of_sweep.empty() || verbs_of_layout.empty());
  for (const std::string& verb : verbs_of_sweep) EXPECT_THAT(sweep, HasSubstr(" " + verb + "("));
  for (const std::string& verb : verbs_of_layout) EXPECT_THAT(layout, HasSubstr(" " + verb + "("));
}

TEST(docs, installing_names_every_package_that_the_script_installs) {
  const std::string script = content_of(root / "dev");
  const std::string page = content_of(root / "docs/installing.md");
  std::string lists;
  for (const char* list : {"library='", "plots=", "tool='", "tests=\""}) {
    const std::size_t begin = script.find(std::string("\n") + list);
    ASSERT_NE(begin, std::string::npos) << list;
    const char end = std::string(list).back() == '=' ? '\n' : std::string(list).back();
    const std::size_t first = begin + 1 + std::string(list).size();
    lists += script.substr(first, script.find(end, first) - first) + "\n";
  }
  const auto packages = all_matches(lists, std::regex("([a-z0-9+-]+)="));
  EXPECT_GT(packages.size(), 10U);
  for (const std::string& package : packages) EXPECT_THAT(page, HasSubstr("`" + package + "`"));
}

TEST(docs, installing_names_every_option_of_cmake) {
  const std::string page = content_of(root / "docs/installing.md");
  const auto options =
      all_matches(content_of(root / "CMakeLists.txt"), std::regex("\noption\\((OPTAXX_\\w+)"));
  EXPECT_GT(options.size(), 5U);
  for (const std::string& option : options) EXPECT_THAT(page, HasSubstr("`" + option + "`"));
}

TEST(docs, link_to_files_that_there_are) {
  const std::regex link(R"(\]\(([^)#:]+)(?:#[^)]*)?\))");
  for (const fs::path& page : pages()) {
    for (const std::string& target : all_matches(content_of(page), link)) {
      EXPECT_TRUE(fs::exists(page.parent_path() / target)) << page.filename() << ": " << target;
    }
  }
}

// What links call the headings of a page.
std::set<std::string> anchors_of(const std::string& page) {
  std::set<std::string> anchors;
  for (const std::string& heading : all_matches(page, std::regex("\n#+ ([^\n]+)"))) {
    std::string anchor;
    for (const char c : heading) {
      if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-')
        anchor += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      if (c == ' ') anchor += '-';
    }
    anchors.insert(anchor);
  }
  return anchors;
}

TEST(docs, link_to_headings_that_there_are) {
  const std::regex link(R"(\]\(([^)#:]*#[^)]+)\))");
  for (const fs::path& page : pages()) {
    for (const std::string& target : all_matches(content_of(page), link)) {
      const std::size_t hash = target.find('#');
      const fs::path there = hash == 0 ? page : page.parent_path() / target.substr(0, hash);
      EXPECT_TRUE(anchors_of(content_of(there)).contains(target.substr(hash + 1)))
          << page.filename() << ": " << target;
    }
  }
}

// One line, with single spaces and without what only punctuates.
std::string in_one_line(std::string text) {
  text = std::regex_replace(text, std::regex("[{},]"), "");
  return std::regex_replace(text, std::regex("\\s+"), " ");
}

TEST(docs, contributing_has_the_layers_that_are_checked) {
  const std::string script = content_of(root / "tools/check_layers.sh");
  const std::string layers = all_matches(script, std::regex("layers='([^']+)'")).at(0);
  const std::string here = std::regex_replace(in_one_line(layers), std::regex(">"), "→");
  EXPECT_THAT(in_one_line(content_of(root / "CONTRIBUTING.md")), HasSubstr(" " + here + "."));
}

// The folders that a row of README.md's chapter "The folders" names.
std::set<std::string> folders_named_beside(const std::string& folder) {
  const std::string readme = content_of(root / "README.md");
  const std::string label = "\n| `" + folder + "/` |";
  const std::size_t row = readme.find(label);
  EXPECT_NE(row, std::string::npos) << folder;
  const std::size_t begin = row + label.size();
  const auto names =
      all_matches(readme.substr(begin, readme.find('\n', begin) - begin), std::regex("`(\\w+)/`"));
  return {names.begin(), names.end()};
}

TEST(docs, the_readme_names_the_folders) {
  const std::set<std::string> headers = folders_in("include/optaxx");
  EXPECT_EQ(folders_named_beside("include/optaxx"), headers);
  std::set<std::string> sources = headers;
  sources.merge(folders_named_beside("src"));
  EXPECT_EQ(sources, folders_in("src"));
}

// Without comments and what is in the namespace detail.
std::string what_callers_see(std::string header) {
  const std::string begin = "\nnamespace detail {";
  for (std::size_t at = header.find(begin); at != std::string::npos; at = header.find(begin)) {
    header.erase(at, header.find("\n}", at) + 2 - at);
  }
  return std::regex_replace(header, std::regex("//[^\n]*"), "");
}

// What the public headers declare for a caller: factories, their other names, and functions.
std::set<std::string> public_names() {
  const std::vector<std::regex> declarations{
      std::regex(R"(inline constexpr factory<[^;{]*>\s+(\w+)\{)"),
      std::regex(R"(inline constexpr const auto& (\w+) =)"),
      std::regex(R"(\n\w[\w:<>&, ]* (\w+)\()"),
  };
  std::set<std::string> names;
  for (const std::string& folder : folders_in("include/optaxx")) {
    if (folder == "core") continue;
    for (const fs::path& file : files_in("include/optaxx/" + folder, ".hpp")) {
      const std::string code = what_callers_see(content_of(file));
      for (const std::regex& declaration : declarations) {
        for (const std::string& name : all_matches(code, declaration)) names.insert(name);
      }
    }
  }
  names.erase("option_text");  // for call_of
  return names;
}

// The names in the table of README.md's chapter "What is there".
std::set<std::string> names_in_the_readme() {
  const std::string readme = content_of(root / "README.md");
  const std::size_t begin = readme.find("\n## What is there\n");
  const std::size_t end = readme.find("\n## ", begin + 1);
  EXPECT_NE(end, std::string::npos);
  const std::vector<std::string> names =
      all_matches(readme.substr(begin, end - begin), std::regex("`(\\w+)`"));
  return {names.begin(), names.end()};
}

TEST(docs, the_readme_names_all_that_there_is) {
  const std::set<std::string> named = names_in_the_readme();
  EXPECT_THAT(
      public_names(),
      testing::IsSupersetOf({"adamw", "chain", "identity", "MultiSteps", "elementwise", "per_leaf",
                             "from_functions", "apply_updates", "tree_get", "join_schedules"}));
  for (const std::string& name : public_names()) {
    EXPECT_TRUE(named.contains(name)) << "README.md, \"What is there\", has no `" << name << "`";
  }
}

TEST(docs, the_readme_links_every_name_to_a_header_that_has_it) {
  const std::string readme = content_of(root / "README.md");
  for (const std::string& name : names_in_the_readme()) {
    const auto links = all_matches(readme, std::regex("\n\\[`" + name + "`\\]: (include/\\S+)\n"));
    ASSERT_EQ(links.size(), 1U) << "README.md must end with [`" << name << "`]: include/...";
    EXPECT_TRUE(std::regex_search(content_of(root / links[0]), std::regex("\\b" + name + "\\b")))
        << name << ": " << links[0];
    EXPECT_THAT(readme, HasSubstr("[`" + name + "`]"));
  }
}

TEST(docs, the_readme_names_nothing_else) {
  std::string headers;
  for (const auto& entry : fs::recursive_directory_iterator(root / "include/optaxx")) {
    if (entry.is_regular_file()) headers += content_of(entry.path());
  }
  for (const std::string& name : names_in_the_readme()) {
    EXPECT_TRUE(std::regex_search(headers, std::regex("\\b" + name + "\\b"))) << name;
  }
}

// "tree.add" is tree_add here, "contrib.muon" is muon.
std::string name_here(const std::string& symbol) {
  if (symbol.starts_with("tree.")) return "tree_" + symbol.substr(5);
  return symbol.substr(symbol.rfind('.') + 1);
}

TEST(docs, the_parity_ledger_misses_nothing_that_there_is) {
  const std::string page = content_of(root / "docs/parity.md");
  const std::string missing = page.substr(page.find("\n## What is not there yet\n"));
  const auto symbols = all_matches(missing, std::regex("`([\\w.]+)`"));
  EXPECT_FALSE(symbols.empty());
  const std::set<std::string> here = public_names();
  for (const std::string& symbol : symbols) {
    EXPECT_FALSE(here.contains(name_here(symbol)))
        << symbol << " is here: say how it is compared, in tests/golden/optax_symbols.tsv";
  }
}

TEST(docs, the_readme_counts_the_recorded_recipes) {
  std::size_t recipes = 0;
  for (const fs::path& file : files_in("tests/golden", ".gz")) {
    const std::string name = file.filename().string();
    if (std::regex_search(name, std::regex("^((recipe|language)_)?schedules[.]"))) continue;
    ++recipes;
  }
  const std::size_t tolerated = all_matches(content_of(root / "tests/golden/tolerances.cpp"),
                                            std::regex("\n      \\{\"(\\w+)"))
                                    .size();
  const std::string readme = without_indentation(content_of(root / "README.md"));
  EXPECT_THAT(readme, HasSubstr(std::to_string(recipes) + " recipes"));
  EXPECT_THAT(readme, HasSubstr(std::to_string(recipes - tolerated) + " of them"));
  EXPECT_THAT(readme, HasSubstr("The other " + std::to_string(tolerated)));
}

}  // namespace
