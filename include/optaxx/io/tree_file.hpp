#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "optaxx/core/tree.hpp"

namespace optaxx {

/// Strings that go with a tree in its file, by name.
using file_metadata = std::map<std::string, std::string>;

/// Writes a tree as a safetensors file: an entry per leaf, named by its key path, "dense/w", and
/// the structure in the metadata. `tools/optaxx_jax.py` reads it as a tree of JAX, and any other
/// reader of safetensors as named arrays.
///
/// The file is replaced as a whole: a program that is killed, or a machine that loses power, leaves
/// the old file or the new one. The new one has the mode of the old, and its owner and group where
/// the system allows that; behind a symbolic link the file that it leads to is replaced. Throws
/// std::system_error, naming the file, if it cannot be written, or is a directory, a FIFO or a
/// device; and then the old file is there. When the call returns, the new file is: only where its
/// directory cannot be synced, as one that may not be read, a loss of power right after may bring
/// the old one back, which is no error. Throws std::invalid_argument for a key or a string that is
/// not UTF-8, and for metadata named `format`, `optaxx`, `structure` or `key_types`, which are
/// written here.
void save_tree(const std::filesystem::path& file, const tree& t,
               const file_metadata& metadata = {});

/// The tree of a file, or the part of it at a key path: `load_tree("run.safetensors", "params")`.
///
/// Where the metadata have no structure, as in files that others wrote, names are taken for key
/// paths and make a nested dict of strings. Throws format_error, naming the file, for a damaged
/// file and for dtypes that arrays do not have; std::out_of_range for a part that is not there;
/// std::system_error if it cannot be opened. The file must not be written to meanwhile; replacing
/// it, as save_tree does, is no harm.
tree load_tree(const std::filesystem::path& file, std::string_view part = "");

/// All metadata of a safetensors file, those written by save_tree itself included.
file_metadata load_metadata(const std::filesystem::path& file);

}  // namespace optaxx
