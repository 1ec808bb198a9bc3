#include "replay/trace.hpp"

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "core/key_path.hpp"
#include "io/structure_json.hpp"
#include "optaxx/core/errors.hpp"
#include "replay/file.hpp"

namespace replay {
namespace {

using json = nlohmann::json;
using namespace optaxx;

class reader {
 public:
  explicit reader(const io::safetensors& file) : file_(file) {}

  trace read() {
    const std::string format = meta("format");
    if (format != "optaxx.trace.v1") throw format_error("is of the format " + format);
    trace t;
    t.recipe = meta("recipe");
    t.bindings = meta("bindings");
    t.mode = meta("mode", "");
    t.expectation = meta("class", "");
    t.x64 = meta("x64", "false") == "true";
    t.value_fn = meta("value_fn", "");
    t.functions = json::parse(meta("functions", "[]")).get<std::vector<std::string>>();
    t.params = entries("params", io::parse_structure(meta("params_structure")));
    t.state = entries("init/state", io::parse_structure(meta("state_structure")));
    const bool lookahead = t.params.kind() == node_kind::named_struct && t.params.contains("fast");
    const io::tree_form params = io::form_of(t.params);
    io::tree_form grads = lookahead ? io::form_of(tree(t.params["fast"])) : params;
    if (const std::int64_t examples = std::stoll(meta("examples", "0")); examples > 0) {
      for (io::leaf_form& leaf : grads.leaves) {
        std::vector<std::int64_t> extents{examples};
        extents.insert(extents.end(), leaf.shape.begin(), leaf.shape.end());
        leaf.shape = shape(extents.begin(), extents.end());
      }
    }
    const io::tree_form state =
        io::parse_structure(meta("state_structure_end", meta("state_structure")));
    const int steps = std::stoi(meta("steps"));
    if (steps < 0) throw format_error("has a negative number of steps");
    for (int k = 0; k < steps; ++k)
      t.steps.push_back(step(std::to_string(k), params, grads, state));
    for (const auto& [name, entry] : file_.entries) {
      if (!used_.contains(name)) throw format_error("has an entry too many: " + name);
    }
    return t;
  }

 private:
  trace_step step(const std::string& k, const io::tree_form& params, const io::tree_form& grads,
                  const io::tree_form& state) {
    trace_step s;
    s.grads = entries(k + "/grads", grads, false);
    s.updates = entries(k + "/updates", params, false);
    s.state = entries(k + "/state", state);
    s.params = entries(k + "/params", params);
    for (const auto& name : json::parse(meta("extra")).get<std::vector<std::string>>()) {
      const std::string prefix = k + "/extra/" + name;
      const bool number = file_.entries.contains(prefix);
      s.extra.emplace(name, number ? tree(entry(prefix)) : entries(prefix, grads));
    }
    const std::string whole = k + "/override";  // of a state that is a single leaf
    if (file_.entries.contains(whole)) s.overrides.emplace("", entry(whole));
    const std::string prefix = whole + "/";
    for (auto e = file_.entries.lower_bound(prefix); e != file_.entries.end(); ++e) {
      if (!e->first.starts_with(prefix)) break;
      s.overrides.emplace(e->first.substr(prefix.size()), entry(e->first));
    }
    return s;
  }

  // A tree of that form. Gradients and updates may have other dtypes than the parameters.
  tree entries(const std::string& prefix, const io::tree_form& form, bool same_types = true) {
    std::vector<array> leaves;
    const bool one_leaf = is_leaf((*form.structure)[0].kind);  // else "" is a key
    for (const std::string& path : optaxx::detail::leaf_paths(*form.structure)) {
      const io::leaf_form& wanted = form.leaves[leaves.size()];
      const std::string name = one_leaf ? prefix : prefix + "/" + path;
      leaves.push_back(entry(name));
      if (leaves.back().shape() == wanted.shape &&
          (!same_types || leaves.back().dtype() == wanted.type)) {
        continue;
      }
      throw format_error("has another type or shape than its structure at " + name);
    }
    return {form.structure, std::move(leaves)};
  }

  array entry(const std::string& name) {
    const auto found = file_.entries.find(name);
    if (found == file_.entries.end()) throw format_error("has no entry " + name);
    used_.insert(name);
    io::form_of_entry(name, found->second);
    return found->second.as_array();
  }

  std::string meta(const std::string& name) const {
    const auto found = file_.metadata.find(name);
    if (found == file_.metadata.end()) throw format_error("has no metadata " + name);
    return found->second;
  }
  std::string meta(const std::string& name, const std::string& otherwise) const {
    return file_.metadata.contains(name) ? meta(name) : otherwise;
  }

  const io::safetensors& file_;
  std::set<std::string> used_;
};

}  // namespace

trace read_trace(const std::filesystem::path& file) {
  const optaxx::io::safetensors contents = read_safetensors(file);
  try {
    trace t = reader(contents).read();
    const std::string name = file.filename().string();
    t.name = name.substr(0, name.find('.'));
    return t;
  } catch (const format_error& e) {
    throw format_error(file.string() + " " + e.what());
  } catch (const std::exception& e) {
    throw format_error(file.string() + " has bad metadata: " + e.what());
  }
}

}  // namespace replay
