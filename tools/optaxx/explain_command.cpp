#include "optaxx/explain_command.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <optaxx/optaxx.hpp>
#include <sstream>
#include <stdexcept>
#include <utility>
#include <vector>

#include "replay/file.hpp"
#include "replay/trace.hpp"

namespace {

using namespace optaxx;

std::string recipe_text(const std::string& file_or_text) {
  std::error_code none_such;
  if (!std::filesystem::is_regular_file(file_or_text, none_such)) return file_or_text;
  std::ifstream in(file_or_text, std::ios::binary);
  std::ostringstream text;
  if (!(text << in.rdbuf())) throw format_error("cannot read " + file_or_text);
  return text.str();
}

tree small_network() {
  const auto zeros = [](shape s) { return array(dtype::f32, std::move(s)); };
  return {{"hidden", tree{{"b", zeros({32})}, {"w", zeros({64, 32})}}},
          {"out", tree{{"b", zeros({10})}, {"w", zeros({32, 10})}}}};
}

// "dense/w" of a safetensors file becomes ['dense']['w'].
struct nested {
  std::map<std::string, nested> items;
  const io::tensor* leaf = nullptr;

  tree as_tree() const {
    if (leaf != nullptr) return leaf->as_array();
    std::vector<std::pair<key, tree>> entries;
    for (const auto& [name, item] : items) entries.emplace_back(key(name), item.as_tree());
    return tree::dict(std::move(entries));
  }
};

tree params_of(const std::string& file) {
  const io::safetensors contents = replay::read_safetensors(file);
  if (contents.metadata.contains("format") &&
      contents.metadata.at("format").starts_with("optaxx.trace.")) {
    return replay::read_trace(file).params;
  }
  nested root;
  for (const auto& [name, tensor] : contents.entries) {
    nested* at = &root;
    std::istringstream path(name);
    for (std::string part; std::getline(path, part, '/');) at = &at->items[part];
    at->leaf = &tensor;
  }
  return root.as_tree();
}

}  // namespace

int explain_command::run() const {
  const transformation tx = optaxx::recipe(recipe_text(recipe));
  tree p = params.empty() ? small_network() : params_of(params);
  if (params.empty()) fmt::print("without --params: a network of 64, 32 and 10 units\n\n");
  opt_state state = tx.init(p);
  for (int k = 1; k < step; ++k) tx.update(p, state, p);
  fmt::print("{}", explain(tx, state, p));
  return 0;
}
