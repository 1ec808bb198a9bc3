#include "optaxx/explain_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optaxx/optaxx.hpp>
#include <sstream>
#include <utility>

#include "io/tree_contents.hpp"
#include "optaxx/printable.hpp"
#include "replay/bindings.hpp"
#include "replay/file.hpp"
#include "replay/trace.hpp"

namespace {

using namespace optaxx;

// Nobody writes a recipe without a call.
bool looks_like_a_file(const std::string& text) {
  return text.find('\n') == text.npos && (text.find('(') == text.npos || text.ends_with(".py"));
}

std::string recipe_text(const std::string& file_or_text) {
  std::error_code none_such;
  const auto status = std::filesystem::status(file_or_text, none_such);
  if (!std::filesystem::exists(status)) {
    if (!looks_like_a_file(file_or_text)) return file_or_text;
    throw format_error(
        "there is no file " + file_or_text +
        (file_or_text.starts_with("optax") ? ", and a recipe has a call: optax.adam(1e-3)" : ""));
  }
  std::ifstream in(file_or_text, std::ios::binary);
  std::ostringstream text;
  if (std::filesystem::is_directory(status) || !in || !(text << in.rdbuf()))
    throw format_error(file_or_text + " cannot be read");
  return text.str();
}

tree small_network() {
  const auto zeros = [](shape s) { return array(dtype::f32, std::move(s)); };
  return {{"hidden", tree{{"b", zeros({32})}, {"w", zeros({64, 32})}}},
          {"out", tree{{"b", zeros({10})}, {"w", zeros({32, 10})}}}};
}

// Of a trace, of a checkpoint of parameters and state, or of a file of parameters alone.
tree params_of(const std::string& file) {
  io::safetensors contents = replay::read_safetensors(file);
  const auto format = contents.metadata.find("format");
  if (format != contents.metadata.end() && format->second.starts_with("optaxx.trace."))
    return replay::read_trace(file).params;
  const bool checkpoint = std::ranges::any_of(contents.entries, [](const auto& entry) {
    return entry.first == "params" || entry.first.starts_with("params/");
  });
  try {
    io::tree_contents tree = io::contents_of(std::move(contents));
    return (checkpoint ? std::move(tree).part("params") : std::move(tree)).as_tree();
  } catch (const format_error& e) {
    throw format_error(file + " " + e.what());
  }
}

}  // namespace

int explain_command::run() const {
  const transformation tx =
      replay::bound_recipe(recipe_text(recipe), {}, replay::bindings_of_arguments(bind));
  tree p = params.empty() ? small_network() : params_of(params);
  if (params.empty()) fmt::print("without --params: a network of 64, 32 and 10 units\n\n");
  opt_state state = tx.init(p);
  for (int k = 1; k < step; ++k) tx.update(p, state, p);
  fmt::print("{}", printable(explain(tx, state, p), true));
  return 0;
}
