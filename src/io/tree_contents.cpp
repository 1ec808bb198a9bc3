#include "io/tree_contents.hpp"

#include <cstring>
#include <map>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "core/array_block.hpp"
#include "core/flush_guard.hpp"
#include "core/key_path.hpp"
#include "io/json_text.hpp"
#include "io/mapped_file.hpp"
#include "io/write_safetensors.hpp"
#include "optaxx/core/errors.hpp"

namespace optaxx::io {
namespace {

constexpr const char* tree_format = "optaxx.tree.v1";
constexpr int most_nested = 256;

std::string metadata_of(const safetensors& file, const std::string& name) {
  const auto found = file.metadata.find(name);
  return found == file.metadata.end() ? "" : found->second;
}

// Of the metadata; that of a tree which would be written like this need not be read.
tree_form stated_form(const safetensors& file, const tree* expected) {
  if (!file.metadata.contains("structure")) throw format_error("has no metadata structure");
  const std::string structure = metadata_of(file, "structure");
  const std::string key_types = metadata_of(file, "key_types");
  if (expected != nullptr) {
    tree_form form = form_of(*expected);
    if (key_types_json(*form.structure) == key_types && structure_json(form) == structure)
      return form;
  }
  return parse_structure(structure, file.metadata.contains("key_types") ? key_types : "{}");
}

tree_contents stated_contents(safetensors file, const tree* expected) {
  const tree_form form = stated_form(file, expected);
  tree_contents result{std::move(file), form.structure, true, {}};
  for (std::string& path : detail::leaf_paths(*form.structure)) {
    const auto entry = result.file.entries.find(path);
    if (entry == result.file.entries.end()) throw format_error("has no entry " + shortened(path));
    if (form_of_entry(path, entry->second) != form.leaves[result.leaves.size()])
      throw format_error("has another dtype or shape than its structure at " + shortened(path));
    result.leaves.push_back({std::move(path), &entry->second});
  }
  if (result.leaves.size() != result.file.entries.size())
    throw format_error("has entries that are not in its structure");
  return result;
}

// Names cut at the slashes.
struct name_tree {
  std::map<std::string, name_tree> children;
  const std::pair<const std::string, tensor>* entry = nullptr;

  void add(const std::pair<const std::string, tensor>& added) {
    name_tree* node = this;
    int depth = 0;
    std::string_view path = added.first;
    for (bool last = false; !last;) {
      if (++depth > most_nested) throw format_error("has a name that is nested too deeply");
      const std::size_t slash = path.find('/');
      last = slash == std::string_view::npos;
      node = &node->children[detail::unescaped_key(path.substr(0, slash))];
      if (!last) path.remove_prefix(slash + 1);
    }
    if (std::exchange(node->entry, &added) != nullptr)
      throw format_error("has two names that are the same path, " + shortened(added.first));
  }

  std::shared_ptr<const tree_structure> collect(std::vector<named_tensor>& leaves) const {
    if (entry != nullptr) {
      if (!children.empty())
        throw format_error("has " + shortened(entry->first) + " both as an array and as a dict");
      form_of_entry(entry->first, entry->second);
      leaves.push_back({entry->first, &entry->second});
      return tree_structure::of_leaf();
    }
    std::vector<std::pair<key, std::shared_ptr<const tree_structure>>> parts;
    for (const auto& [name, child] : children) parts.emplace_back(name, child.collect(leaves));
    return tree_structure::of(node_kind::dict, {}, parts);
  }
};

tree_contents guessed_contents(safetensors file) {
  tree_contents result{std::move(file), nullptr, false, {}};
  name_tree names;
  for (const auto& entry : result.file.entries) names.add(entry);
  result.structure = names.collect(result.leaves);
  return result;
}

// What f returns; messages of what it throws begin with the function and the file. Even the
// containers of the standard library compute how they grow.
template <class F>
auto named(const char* function, const std::filesystem::path& file, const F& f) {
  const ieee_guard guard;
  const std::string beginning = std::string(function) + ": " + file.string();
  try {
    return f();
  } catch (const format_error& e) {
    throw format_error(beginning + " " + e.what());
  } catch (const std::out_of_range& e) {
    throw std::out_of_range(beginning + ": " + e.what());
  } catch (const std::invalid_argument& e) {
    throw std::invalid_argument(beginning + ": " + e.what());
  } catch (const std::system_error& e) {
    const std::string what = e.what();
    const std::string reason = ": " + e.code().message();
    throw std::system_error(
        e.code(),
        beginning + " " +
            (what.ends_with(reason) ? what.substr(0, what.size() - reason.size()) : what));
  }
}

safetensors mapped(const std::filesystem::path& file) {
  mapped_file contents = map_file(file);
  return parse_safetensors(contents.bytes, std::move(contents.owner));
}

}  // namespace

tree_contents tree_contents::part(std::string_view path) && {
  if (path.empty()) return std::move(*this);
  const std::uint32_t node = detail::node_at(*structure, 0, path);
  const auto first = leaves.begin() + (*structure)[node].first_leaf;
  tree_contents result{std::move(file),
                       tree_structure::part(structure, node),
                       stated,
                       {first, first + (*structure)[node].leaves}};
  const std::string prefix = structure->node_path(node) + "/";
  for (named_tensor& leaf : result.leaves)
    leaf.path.erase(0, std::min(prefix.size(), leaf.path.size()));
  return result;
}

tree tree_contents::as_tree() const {
  detail::array_block block;
  for (const named_tensor& leaf : leaves) {
    const leaf_form form = leaf.values->form();
    block.add(form.type, form.shape);
  }
  std::vector<array> arrays = block.make();
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    const std::span<const std::byte> bytes = leaves[i].values->bytes;
    if (!bytes.empty()) std::memcpy(arrays[i].mutable_data(), bytes.data(), bytes.size());
  }
  return {structure, std::move(arrays)};
}

tree_contents contents_of(safetensors file, const tree* expected) {
  const std::string format = metadata_of(file, "format");
  if (!format.starts_with("optaxx.tree.")) return guessed_contents(std::move(file));
  if (format != tree_format) throw format_error("is of the format " + shortened(format));
  return stated_contents(std::move(file), expected);
}

file_metadata read_metadata(const char* function, const std::filesystem::path& file) {
  return named(function, file, [&] { return mapped(file).metadata; });
}

tree_contents read_contents(const char* function, const std::filesystem::path& file,
                            std::string_view part, const tree* expected) {
  return named(function, file, [&] {
    return contents_of(mapped(file), part.empty() ? expected : nullptr).part(part);
  });
}

void write_tree(const char* function, const std::filesystem::path& file, const tree& t,
                file_metadata metadata) {
  const auto add = [&](const char* name, std::string value) {
    if (metadata.contains(name))
      throw std::invalid_argument(std::string("the name '") + name + "' of metadata is taken");
    if (!value.empty()) metadata.emplace(name, std::move(value));
  };
  named(function, file, [&] {
    add("format", tree_format);
    add("optaxx", OPTAXX_VERSION);
    add("structure", structure_json(form_of(t)));
    add("key_types", key_types_json(*t.structure()));
    std::vector<named_array> entries;
    for (std::string& path : detail::leaf_paths(*t.structure()))
      entries.push_back({std::move(path), &t.leaves()[entries.size()]});
    write_safetensors(file, metadata, std::move(entries));
  });
}

}  // namespace optaxx::io
