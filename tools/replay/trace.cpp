#include "replay/trace.hpp"

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "optaxx/core/errors.hpp"
#include "replay/file.hpp"

namespace replay {
namespace {

using json = nlohmann::ordered_json;
using namespace optaxx;

constexpr int most_nested = 100;

std::string unescaped(std::string text) {
  for (std::size_t at = 0; (at = text.find('%', at)) != text.npos; ++at) {
    text.replace(at, 3, text.compare(at, 3, "%2F") == 0 ? "/" : "%");
  }
  return text;
}

class structure_reader {
 public:
  explicit structure_reader(std::size_t most) : left_(most) {}

  tree node_of(const json& node) {
    if (++depth_ > most_nested) throw format_error("has a structure that is too deep");
    tree result = any_node_of(node);
    --depth_;
    return result;
  }

 private:
  // "F32[3,4]", or a key: "key<fry>[]".
  tree leaf_of_text(const std::string& text) {
    const std::size_t bracket = text.find('[');
    if (bracket == text.npos) throw format_error("has a leaf " + text);
    const std::string tag = text.substr(0, bracket);
    auto extents = json::parse(text.substr(bracket)).get<std::vector<std::int64_t>>();
    const bool key = tag == "key<fry>";
    if (key) extents.push_back(2);
    const dtype type = key ? dtype::u32 : io::dtype_of_tag(tag);
    const shape s(extents.begin(), extents.end());
    if (s.elements() > left_ / size_of(type)) throw format_error("has too large a leaf " + text);
    left_ -= s.elements() * size_of(type);
    return key ? tree::rng_key(array(type, s)) : tree(array(type, s));
  }

  std::vector<tree> items_of(const json& nodes) {
    std::vector<tree> items;
    for (const json& node : nodes) items.push_back(node_of(node));
    return items;
  }

  tree dict_of(const json& nodes) {
    std::vector<std::string> names;
    for (const auto& item : nodes.items()) names.push_back(unescaped(item.key()));
    const bool ints = !std::is_sorted(names.begin(), names.end());
    std::vector<std::pair<key, tree>> items;
    for (const auto& item : nodes.items()) {
      const std::string& name = names[items.size()];
      items.emplace_back(ints ? key(std::stoll(name)) : key(name), node_of(item.value()));
    }
    return tree::dict(std::move(items));
  }

  template <class Key>
  std::vector<std::pair<Key, tree>> fields_of(const json& pairs) {
    std::vector<std::pair<Key, tree>> fields;
    for (const json& pair : pairs) {
      fields.emplace_back(unescaped(pair.at(0).get<std::string>()), node_of(pair.at(1)));
    }
    return fields;
  }

  tree any_node_of(const json& node) {
    if (node.is_null()) return none;
    if (node.is_string()) return leaf_of_text(node.get<std::string>());
    if (node.contains("dict")) return dict_of(node.at("dict"));
    if (node.contains("odict")) return tree::ordered_dict(fields_of<key>(node.at("odict")));
    if (node.contains("list")) return tree::list(items_of(node.at("list")));
    if (node.contains("tuple")) return tree::tuple(items_of(node.at("tuple")));
    return tree::named_struct(node.at("struct").get<std::string>(),
                              fields_of<std::string>(node.at("fields")));
  }

  std::size_t left_;  // bytes
  int depth_ = 0;
};

class reader {
 public:
  explicit reader(const io::safetensors& file) : file_(file) {
    for (const auto& item : file.entries) bytes_ += item.second.bytes.size();
  }

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
    t.params = entries("params", tree_of_structure(meta("params_structure"), bytes_));
    t.state = entries("init/state", tree_of_structure(meta("state_structure"), bytes_));
    const bool lookahead = t.params.kind() == node_kind::named_struct && t.params.contains("fast");
    const tree grads = lookahead ? tree(t.params["fast"]) : t.params;
    const tree state =
        tree_of_structure(meta("state_structure_end", meta("state_structure")), bytes_);
    const int steps = std::stoi(meta("steps"));
    if (steps < 0) throw format_error("has a negative number of steps");
    for (int k = 0; k < steps; ++k) t.steps.push_back(step(std::to_string(k), t, grads, state));
    for (const auto& [name, entry] : file_.entries) {
      if (!used_.contains(name)) throw format_error("has an entry too many: " + name);
    }
    return t;
  }

 private:
  trace_step step(const std::string& k, const trace& t, const tree& grads, const tree& state) {
    trace_step s;
    s.grads = entries(k + "/grads", grads, false);
    s.updates = entries(k + "/updates", grads, false);
    s.state = entries(k + "/state", state);
    s.params = entries(k + "/params", t.params);
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

  // A tree like that one. Gradients and updates may have other dtypes than the parameters.
  tree entries(const std::string& prefix, const tree& like, bool same_types = true) {
    std::vector<array> leaves;
    for (std::size_t i = 0; i < like.leaves().size(); ++i) {
      const std::string path = like.path(i);
      leaves.push_back(entry(path.empty() ? prefix : prefix + "/" + path));
      if (leaves.back().shape() == like.leaves()[i].shape() &&
          (!same_types || leaves.back().dtype() == like.leaves()[i].dtype())) {
        continue;
      }
      throw format_error("has another type or shape than its structure at " + prefix + "/" + path);
    }
    return {like.structure(), std::move(leaves)};
  }

  array entry(const std::string& name) {
    const auto found = file_.entries.find(name);
    if (found == file_.entries.end()) throw format_error("has no entry " + name);
    used_.insert(name);
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
  std::size_t bytes_ = 0;
  std::set<std::string> used_;
};

}  // namespace

tree tree_of_structure(const std::string& text, std::size_t most) {
  try {
    return structure_reader(most).node_of(json::parse(text));
  } catch (const std::logic_error&) {  // of a shape, a key or a number
    throw format_error("has a bad structure " + text.substr(0, 200));
  } catch (const json::exception& e) {
    throw format_error("has a bad structure: " + std::string(e.what()));
  }
}

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
