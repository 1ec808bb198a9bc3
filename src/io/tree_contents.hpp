#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "io/safetensors.hpp"
#include "io/structure_json.hpp"
#include "optaxx/io/tree_file.hpp"

namespace optaxx::io {

/// A leaf of a tree in a file.
struct named_tensor {
  std::string path;
  const tensor* values;
};

/// A tree in a file, before anything is copied.
struct tree_contents {
  safetensors file;
  std::shared_ptr<const tree_structure> structure;
  bool stated = false;  ///< The file says so; otherwise it is what the names look like.
  std::vector<named_tensor> leaves;  ///< In the order of the structure, into `file`.

  /// Throws std::out_of_range, as a tree does, for a path that is not there.
  tree_contents part(std::string_view path) &&;
  tree as_tree() const;
};

/// Throws format_error, in words that go on after the name of the file: entries and structure must
/// fit, and every leaf must be an array that there can be. A file of a tree like `expected` is read
/// in less time.
tree_contents contents_of(safetensors file, const tree* expected = nullptr);

/// Messages of these three begin with the name of a function.
file_metadata read_metadata(const char* function, const std::filesystem::path& file);
/// contents_of the part of a file at a key path.
tree_contents read_contents(const char* function, const std::filesystem::path& file,
                            std::string_view part, const tree* expected = nullptr);

/// save_tree.
void write_tree(const char* function, const std::filesystem::path& file, const tree& t,
                file_metadata metadata);

}  // namespace optaxx::io
